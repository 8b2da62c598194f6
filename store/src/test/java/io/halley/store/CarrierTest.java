package io.halley.store;

import static io.halley.store.CarrierWorld.OWN;
import static io.halley.store.ScriptedStore.CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.InboxNotice;
import io.halley.shared.bus.InboxState;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import io.halley.store.spi.Notice;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What followers are brought and told, and in which order. */
final class CarrierTest {

    private final CarrierWorld world = new CarrierWorld();

    @Test
    void answers_a_second_follower_with_what_was_carried_and_follows_the_backend_once() {
        world.store.append(2, true);
        world.store.followed.complete(world.store.range().headId());
        EventId first = world.carrier.follow(CHANNEL, "a").result();
        world.store.append(1, true);
        world.carrier.moved(world.store.notices.get(1));
        EventId second = world.carrier.follow(CHANNEL, "b").result();
        assertThat(second.offset()).isEqualTo(first.offset() + 1);
        world.carrier.unfollow(CHANNEL, "a");
        assertThat(world.store.unfollowed).isZero();
        world.carrier.unfollow(CHANNEL, "b");
        world.carrier.unfollow(CHANNEL, "b");
        assertThat(world.store.unfollowed).isEqualTo(1);
        world.store.append(1, true);
        world.carrier.moved(world.store.notices.get(2));
        assertThat(world.bus).hasSize(1);
    }

    @Test
    void a_notice_that_overlaps_is_carried_from_where_the_last_one_ended() {
        world.store.followed.complete(EventId.NONE);
        world.carrier.follow(CHANNEL, "a");
        world.store.append(1, true);
        world.carrier.moved(world.store.notices.get(0));
        world.store.answerRead(true);
        world.store.append(2, true);
        Notice overlapping = new Notice(CHANNEL, world.store.range().headId(), world.store.events());
        world.carrier.moved(overlapping);
        world.carrier.moved(overlapping);
        assertThat(world.bus).hasSize(2);
        assertThat(world.bus.get(1).events()).isEqualTo(world.store.events().subList(1, 3));
        assertThat(world.store.answerRead(true)).isFalse();
    }

    @Test
    void a_failed_follow_can_be_repeated_and_a_repair_ends_when_nobody_follows() {
        Future<EventId> follow = world.carrier.follow(CHANNEL, "a");
        world.store.followed.fail(new StoreException("away"));
        assertThat(follow.failed()).isTrue();
        assertThat(world.carrier.follow(CHANNEL, "a").failed()).isTrue();
        world.carrier.unfollow(CHANNEL, "a");
        assertThat(world.store.unfollowed).isZero();
    }

    @Test
    void tells_what_was_read_where_it_is_followed_and_after_an_unsure_moment_that_something_may_have_been() {
        world.store.followed.complete(EventId.NONE);
        world.carrier.follow(OWN, "a");
        world.carrier.follow(CHANNEL, "a");
        Cursor none = Cursor.all(EventId.NONE, 2);
        InboxNotice.Read read =
                new InboxNotice.Read(new InboxState(new UserId("1"), 0, 0, none, none, "0.0-0.0"), List.of());
        world.carrier.read(OWN, read);
        world.carrier.read(new Channel("user:2"), read);
        assertThat(world.told).containsExactly(read);
        world.carrier.unsure();
        assertThat(world.store.answerRead(false)).isTrue();
        world.carrier.unsure(OWN);
        assertThat(world.told).hasSize(1);
        world.settle();
        assertThat(world.told).containsExactly(read, new InboxNotice.Unsure());
        world.store.append(1, false);
        world.carrier.moved(new Notice(OWN, world.store.range().headId(), List.of()));
        world.settle();
        assertThat(world.told).hasSize(2);
    }

    @Test
    void what_was_read_is_not_told_ahead_of_events_that_are_not_carried_yet() {
        world.store.followed.complete(EventId.NONE);
        world.carrier.follow(OWN, "a");
        Cursor none = Cursor.all(EventId.NONE, 2);
        InboxNotice.Read read =
                new InboxNotice.Read(new InboxState(new UserId("1"), 0, 0, none, none, "0.0-0.0"), List.of());
        world.store.append(4, false);
        world.carrier.moved(new Notice(OWN, world.store.range().headId(), List.of()));
        world.carrier.read(OWN, read);
        assertThat(world.store.answerRead(true)).isTrue();
        world.carrier.read(OWN, read);
        assertThat(world.told).isEmpty();
        assertThat(world.store.answerRead(true)).isTrue();
        assertThat(world.bus).hasSize(2);
        assertThat(world.told).containsExactly(new InboxNotice.Unsure());
        world.carrier.read(OWN, read);
        assertThat(world.told).containsExactly(new InboxNotice.Unsure(), read);
    }
}
