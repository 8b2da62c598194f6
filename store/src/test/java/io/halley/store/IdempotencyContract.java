package io.halley.store;

import static io.halley.store.OpenStore.draft;
import static io.halley.store.OpenStore.keyed;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.AppendOutcome.Appended;
import io.halley.shared.bus.AppendOutcome.Conflict;
import io.halley.shared.bus.AppendOutcome.NotAttempted;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every backend has to do with idempotency keys. */
abstract class IdempotencyContract extends BackendTest {

    IdempotencyContract(Fixture fixture) {
        super(fixture);
    }

    @Test
    void a_repeat_answers_what_the_first_was_answered_and_stores_nothing() {
        Appended first = (Appended) store().append(keyed(LOBBY, "1", "p", "k")).get(0);
        Appended repeat = (Appended) store().append(keyed(LOBBY, "1", "p", "k")).get(0);
        assertThat(first.replayed()).isFalse();
        assertThat(repeat).isEqualTo(new Appended(first.id(), first.time(), true));
        assertThat(store().texts(LOBBY)).containsExactly("1");
    }

    @Test
    void another_body_under_the_same_key_is_a_conflict_and_ends_the_append() {
        store().append(keyed(LOBBY, "1", "p", "k"));
        List<AppendOutcome> outcomes =
                store().append(draft(LOBBY, "2"), keyed(LOBBY, "3", "p", "k"), draft(LOBBY, "4"), draft(LOBBY, "5"));
        assertThat(outcomes.get(0)).isInstanceOf(Appended.class);
        assertThat(outcomes.get(1)).isEqualTo(new Conflict());
        assertThat(outcomes.subList(2, 4)).containsOnly(new NotAttempted());
        assertThat(store().texts(LOBBY)).containsExactly("1", "2");
    }

    @Test
    void of_the_same_key_at_the_same_time_one_is_stored_and_all_are_answered_alike() {
        List<Future<List<AppendOutcome>>> appends = IntStream.range(0, 20)
                .mapToObj(i ->
                        store().start(() -> store().backend().events().append(List.of(keyed(LOBBY, "1", "p", "k")))))
                .toList();
        List<Appended> answers =
                appends.stream().map(append -> (Appended) append.await().get(0)).toList();
        assertThat(answers).filteredOn(answer -> !answer.replayed()).hasSize(1);
        assertThat(answers).extracting(Appended::id).containsOnly(answers.get(0).id());
        assertThat(store().texts(LOBBY)).containsExactly("1");
    }

    @Test
    void the_same_key_twice_in_one_append_is_a_replay_or_a_conflict() {
        List<AppendOutcome> outcomes = store().append(keyed(LOBBY, "1", "p", "k"), keyed(LOBBY, "1", "p", "k"));
        assertThat(outcomes).allMatch(Appended.class::isInstance);
        assertThat(((Appended) outcomes.get(1)).replayed()).isTrue();
        outcomes = store().append(keyed(LOBBY, "2", "p", "j"), keyed(LOBBY, "3", "p", "j"));
        assertThat(outcomes.get(1)).isEqualTo(new Conflict());
        assertThat(store().texts(LOBBY)).containsExactly("1", "2");
    }

    @Test
    void a_key_is_one_of_a_principal_in_a_channel() {
        store().append(keyed(LOBBY, "1", "p", "k"));
        store().append(keyed(LOBBY, "2", "q", "k"));
        store().append(keyed(LOBBY, "3", "", "k"));
        store().append(keyed(OTHER, "4", "p", "k"));
        store().append(keyed(LOBBY, "5", "p", "k2"));
        store().append(keyed(LOBBY, "6", "k p", "k"));
        assertThat(store().texts(LOBBY)).containsExactly("1", "2", "3", "5", "6");
        assertThat(store().texts(OTHER)).containsExactly("4");
    }

    @Test
    void a_repeat_after_a_restart_is_one_still_and_after_a_deletion_too() {
        Appended first =
                (Appended) store().append(keyed(LOBBY, "1", "ü p", "k")).get(0);
        restart();
        assertThat(store().append(keyed(LOBBY, "1", "ü p", "k")))
                .containsExactly(new Appended(first.id(), first.time(), true));
        assertThat(store().append(keyed(LOBBY, "2", "ü p", "k"))).containsExactly(new Conflict());
        store().delete(LOBBY);
        assertThat(store().append(keyed(LOBBY, "1", "ü p", "k")))
                .containsExactly(new Appended(first.id(), first.time(), true));
        assertThat(store().texts(LOBBY)).isEmpty();
    }
}
