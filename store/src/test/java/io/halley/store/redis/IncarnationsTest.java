package io.halley.store.redis;

import static io.halley.store.OpenStore.draft;
import static io.halley.store.OpenStore.keyed;
import static io.halley.store.redis.Scene.LOBBY;
import static io.halley.store.redis.Scene.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.AppendOutcome.Appended;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Gap;
import io.halley.shared.event.Position;
import io.halley.store.OpenStore;
import io.halley.store.fixture.RedisServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Another Redis under an open store, or the same one started again: a new epoch, and a gap for whoever had seen more. */
final class IncarnationsTest extends RedisTest {

    @Test
    void a_clean_restart_makes_no_gap_and_begins_an_epoch() {
        restart(() -> redis().stop());
    }

    @Test
    void a_kill_of_a_redis_that_forces_every_write_makes_no_gap_either() {
        restart(() -> redis().kill());
    }

    private void restart(Runnable end) {
        OpenStore store = scene().open();
        Follower follower = new Follower(store, LOBBY);
        Appended first = (Appended) store.append(keyed(LOBBY, "1", "p", "k")).get(0);
        follower.awaitEvent(first.id());
        end.run();
        scene().awaitRed("away");
        assertRefused(() -> store.append(LOBBY, "2"));
        assertRefused(() -> store.read(LOBBY, first.id()));
        redis().start();
        scene().awaitGreen();
        assertThat(store.append(keyed(LOBBY, "1", "p", "k")))
                .containsExactly(new Appended(first.id(), first.time(), true));
        EventId next = store.append(LOBBY, "2");
        assertThat(next.offset()).isEqualTo(2);
        assertThat(next.epoch()).isNotEqualTo(first.id().epoch());
        follower.awaitEvent(next);
        assertThat(follower.texts()).containsExactly("1", "2");
        assertThat(follower.gaps).isEmpty();
        follower.assertIsUpToDate();
    }

    @Test
    void a_promoted_replica_that_has_all_makes_no_gap() {
        try (RedisServer replica = new RedisServer()) {
            OpenStore store = scene().open();
            Follower follower = new Follower(store, LOBBY);
            EventId before = store.append(LOBBY, "1");
            follower.awaitEvent(before);
            replica.replicate(redis());
            replica.promote();
            moveTo(replica);
            EventId next = store.append(LOBBY, "2");
            assertThat(next.offset()).isEqualTo(2);
            assertThat(next.epoch()).isNotEqualTo(before.epoch());
            follower.awaitEvent(next);
            assertThat(follower.texts()).containsExactly("1", "2");
            assertThat(follower.gaps).isEmpty();
            follower.assertIsUpToDate();
        }
    }

    @Test
    void a_promoted_replica_that_lacks_events_makes_a_gap_for_whoever_has_seen_them_and_for_nobody_else() {
        try (RedisServer replica = new RedisServer()) {
            OpenStore store = scene().open();
            Follower follower = new Follower(store, LOBBY);
            EventId kept = store.append(LOBBY, "1");
            replica.replicate(redis());
            replica.promote();
            EventId lost = store.append(LOBBY, "2");
            follower.awaitEvent(lost);
            moveTo(replica);
            Gap gap = follower.awaitGap();
            assertThat(gap.requested()).isEqualTo(lost.toString());
            assertThat(gap.head()).isEqualTo(kept);

            EventId next = store.append(LOBBY, "3");
            assertThat(next.offset()).isEqualTo(lost.offset());
            assertThat(next.epoch()).isNotEqualTo(lost.epoch());
            follower.awaitEvent(next);
            assertThat(follower.gaps).hasSize(1);
            assertThat(follower.texts()).containsExactly("1", "2", "1", "3");
            assertThat(store.read(LOBBY, lost).gap()).isNotNull();
            assertThat(store.read(LOBBY, kept).gap()).isNull();
            assertThat(store.texts(LOBBY)).containsExactly("1", "3");
            follower.assertIsUpToDate();
        }
    }

    @Test
    void from_one_master_to_another_and_back_no_id_ever_names_two_events() {
        try (RedisServer other = new RedisServer()) {
            OpenStore store = scene().open();
            Follower follower = new Follower(store, LOBBY);
            EventId common = store.append(LOBBY, "1");
            follower.awaitEvent(common);
            other.replicate(redis());
            other.promote();
            moveTo(other);
            EventId there = store.append(LOBBY, "\"there\"");
            follower.awaitEvent(there);
            moveTo(redis());
            EventId here = store.append(LOBBY, "\"here\"");
            assertThat(here.offset()).isEqualTo(there.offset());
            assertThat(here.epoch()).isNotEqualTo(there.epoch());
            follower.awaitEvent(here);
            assertThat(follower.gaps).hasSize(1);
            assertThat(store.read(LOBBY, there).gap()).isNotNull();
            assertThat(store.read(LOBBY, common).gap()).isNull();
            follower.assertIsUpToDate();
        }
    }

    @Test
    void a_master_that_was_a_replica_meanwhile_is_another_incarnation() {
        try (RedisServer other = new RedisServer()) {
            OpenStore store = scene().open();
            Follower follower = new Follower(store, LOBBY);
            EventId first = store.append(LOBBY, "1");
            follower.awaitEvent(first);
            other.replicate(redis());
            other.promote();
            moveTo(other);
            EventId second = store.append(LOBBY, "2");
            redis().replicate(other);
            redis().promote();
            EventId lost = store.append(LOBBY, "\"lost\"");
            follower.awaitEvent(lost);
            moveTo(redis());
            EventId third = store.append(LOBBY, "3");
            assertThat(third.offset()).isEqualTo(lost.offset());
            assertThat(third.epoch()).isNotIn(first.epoch(), second.epoch());
            follower.awaitEvent(third);
            assertThat(follower.gaps).extracting(Gap::requested).containsExactly(lost.toString());
            assertThat(store.read(LOBBY, first).gap()).isNull();
            assertThat(store.read(LOBBY, second).gap()).isNull();
            assertThat(store.texts(LOBBY)).containsExactly("1", "2", "3");
            follower.assertIsUpToDate();
        }
    }

    @Test
    void a_master_that_lost_events_as_a_replica_is_another_incarnation_even_if_nothing_was_written_meanwhile() {
        try (RedisServer other = new RedisServer()) {
            OpenStore store = scene().open();
            EventId kept = store.append(LOBBY, "1");
            other.replicate(redis());
            other.promote();
            EventId lost = store.append(LOBBY, "2");
            redis().replicate(other);
            redis().promote();
            List<EventId> next = new ArrayList<>();
            scene().eventually("an append works", () -> works(store, LOBBY) && next.add(store.append(LOBBY, "3")));
            assertThat(next.get(0).epoch()).isNotEqualTo(kept.epoch());
            assertThat(store.read(LOBBY, lost).gap()).isNotNull();
            assertThat(OpenStore.texts(store.read(LOBBY, kept).events())).containsExactly("0", "3");
        }
    }

    @Test
    void a_batch_and_a_deletion_go_on_in_the_epoch_of_the_new_incarnation() {
        OpenStore store = scene().open();
        store.append(LOBBY, "1");
        redis().stop();
        scene().awaitRed("away");
        redis().start();
        scene().awaitGreen();
        assertThat(store.delete(LOBBY)).isTrue();
        EventId deleted = store.read(LOBBY, Position.NOW).head();
        Appended appended =
                (Appended) store.append(draft(LOBBY, "2"), draft(LOBBY, "3")).get(1);
        assertThat(appended.id()).isEqualTo(new EventId(deleted.epoch(), 3));
        assertThat(OpenStore.texts(store.read(LOBBY, deleted).events())).containsExactly("2", "3");
    }

    /** The network leads to another Redis from now on; done when the store works there. */
    private void moveTo(RedisServer other) {
        scene().network.target(other.port());
        scene().reconnect();
    }
}
