package io.halley.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.Loop;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Position;
import io.halley.shared.event.UserId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who is told how the inbox stands, and when: every page in the end, of the last version, whatever happens in between. */
final class InboxNewsTest {

    private static final UserId USER = new UserId("1");
    private static final Channel OWN = Channel.ofUser(USER);

    private final List<RecordingConnection> pages = new ArrayList<>();

    @AutoClose
    private final Loop loop = new Loop();

    private final ScriptedStore store = loop.make(() -> new ScriptedStore(loop.vertx, OWN));
    private final Hub hub = loop.make(() -> Hubs.on(loop.context, loop.vertx));

    @Test
    void who_comes_is_told_once_behind_what_was_missed_and_the_store_is_asked_once_for_all() {
        loop.run(() -> store.append(20));
        loop.run(store::holdAnswers);
        RecordingConnection one = open(Position.START);
        RecordingConnection other = open(Position.NOW);
        loop.run(store::releaseAnswers);

        assertThat(one.told).containsExactly("$inbox 0.0-0.0 after 20");
        assertThat(other.told).containsExactly("$inbox 0.0-0.0 after 0");
        assertThat(store.inboxes).as("one question for both").isLessThanOrEqualTo(2);
        assertThat(one.caughtUp).isEqualTo(1);
    }

    @Test
    void one_that_hears_of_it_before_it_reads_is_told_once_and_again_when_something_may_have_been_read() {
        loop.run(() -> store.append(20));
        RecordingConnection poll = join(new RecordingConnection(Position.START, OWN, USER).asking());

        assertThat(poll.told).containsExactly("$inbox 0.0-0.0 after 0");
        assertThat(poll.received).hasSize(20);
        assertThat(store.inboxes).isEqualTo(1);

        loop.run(store::readUnnoticed);
        loop.run(store::beUnsure);
        assertThat(poll.told).containsExactly("$inbox 0.0-0.0 after 0", "$inbox 1.0-0.0 after 20");
    }

    @Test
    void who_is_still_behind_hears_of_what_was_read_when_caught_up() {
        loop.run(() -> store.append(20));
        RecordingConnection page = open(Position.NOW);
        RecordingConnection behind = new RecordingConnection(Position.START, OWN, USER);
        loop.run(() -> {
            hub.open(behind.subscription);
            store.read();
        });

        assertThat(page.told).last().isEqualTo("$read 1.0-0.0 after 0");
        assertThat(behind.told).containsExactly("$inbox 1.0-0.0 after 20");
    }

    @Test
    void what_is_read_is_told_to_all_behind_the_events_before_it_and_to_nobody_else() {
        RecordingConnection page = open(Position.NOW);
        RecordingConnection ofAnother = join(new RecordingConnection(Position.NOW, OWN, new UserId("2")));

        loop.run(() -> {
            store.append(3);
            store.read();
        });

        assertThat(page.told).containsExactly("$inbox 0.0-0.0 after 0", "$read 1.0-0.0 after 3");
        assertThat(page.received).hasSize(3);
        assertThat(ofAnother.told).isEmpty();
        assertThat(store.inboxes).isEqualTo(1);
    }

    @Test
    void who_takes_nothing_is_told_afresh_when_drained() {
        RecordingConnection page = open(Position.NOW);
        page.writable = false;
        loop.run(store::read);
        loop.run(store::read);
        assertThat(page.told).hasSize(1);

        page.writable = true;
        loop.run(() -> hub.resume(page.subscription));
        loop.run(() -> hub.resume(page.subscription));

        assertThat(page.told).containsExactly("$inbox 0.0-0.0 after 0", "$inbox 2.0-0.0 after 0");
    }

    @Test
    void an_answer_that_is_older_than_what_was_read_since_is_told_to_nobody() {
        loop.run(store::holdAnswers);
        RecordingConnection page = open(Position.NOW);
        RecordingConnection stalled = open(Position.NOW);
        stalled.writable = false;
        loop.run(store::read);
        stalled.writable = true;
        loop.run(store::releaseAnswers);

        assertThat(page.told).containsExactly("$read 1.0-0.0 after 0");
        assertThat(stalled.told).containsExactly("$inbox 1.0-0.0 after 0");
    }

    @Test
    void after_an_unsure_moment_and_after_following_anew_all_are_told_with_one_question() {
        open(Position.NOW);
        open(Position.NOW);
        int before = store.inboxes;

        loop.run(store::readUnnoticed);
        loop.run(store::beUnsure);

        assertThat(pages).allSatisfy(page -> assertThat(page.told).last().isEqualTo("$inbox 1.0-0.0 after 0"));
        assertThat(store.inboxes).isEqualTo(before + 1);

        loop.run(store::readUnnoticed);
        loop.run(() -> {
            // a hole: the feed follows anew
            store.holdNotices();
            store.append(1);
            store.loseNotices();
            store.releaseNotices();
            store.append(1);
        });

        assertThat(pages)
                .allSatisfy(page ->
                        assertThat(page.told).hasSize(3).last().asString().startsWith("$inbox 2."));
        assertThat(pages).allSatisfy(page -> assertThat(page.breaches).isEmpty());
    }

    @Test
    void while_the_store_is_away_it_is_asked_once_a_second_and_all_are_told_when_it_is_back() {
        open(Position.NOW);
        open(Position.NOW);
        loop.run(() -> store.setAway(true));
        loop.run(store::readUnnoticed);
        loop.run(store::beUnsure);
        int asked = store.inboxes;
        loop.run(hub::tick);
        assertThat(pages).allSatisfy(page -> assertThat(page.told).hasSize(1));

        loop.run(() -> store.setAway(false));
        assertThat(store.inboxes).as("not before the next second").isEqualTo(asked);
        loop.run(hub::tick);

        assertThat(pages)
                .allSatisfy(page -> assertThat(page.told).hasSize(2).last().isEqualTo("$inbox 1.0-0.0 after 0"));
        assertThat(store.inboxes).isEqualTo(asked + 1);
    }

    private RecordingConnection open(Position position) {
        return join(new RecordingConnection(position, OWN, USER));
    }

    private RecordingConnection join(RecordingConnection connection) {
        pages.add(connection);
        loop.run(() -> hub.open(connection.subscription));
        return connection;
    }
}
