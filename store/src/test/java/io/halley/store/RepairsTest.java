package io.halley.store;

import static io.halley.store.ScriptedStore.CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import org.junit.jupiter.api.Test;

/** What a carrier does until it has read what it missed, and how much of that at a time. */
final class RepairsTest {

    private final CarrierWorld world = new CarrierWorld();

    @Test
    void retries_a_repair_until_nobody_follows() {
        world.store.followed.complete(EventId.NONE);
        world.carrier.follow(CHANNEL, "a");
        world.store.append(1, true);
        world.carrier.moved(world.store.notices.get(0));
        for (int i = 0; i < 10; i++) {
            assertThat(world.store.answerRead(false)).isTrue();
            world.timers.remove().run();
        }
        assertThat(world.store.answerRead(false)).isTrue();
        world.carrier.unfollow(CHANNEL, "a");
        world.timers.remove().run();
        assertThat(world.store.answerRead(true)).isFalse();
        assertThat(world.bus).isEmpty();
        assertThat(world.timers).isEmpty();
    }

    @Test
    void repairs_so_many_channels_at_a_time_and_all_of_them_in_the_end() {
        world.store.followed.complete(EventId.NONE);
        int channels = 3 * Repairs.MOST_AT_ONCE;
        for (int i = 0; i < channels; i++) {
            world.carrier.follow(new Channel("chat:" + i), "a");
        }
        world.carrier.unsure();
        world.carrier.unsure();
        assertThat(world.store.pendingReads()).isEqualTo(Repairs.MOST_AT_ONCE);
        int reads = 0;
        while (world.store.answerRead(true)) {
            reads++;
            assertThat(world.store.pendingReads()).isLessThanOrEqualTo(Repairs.MOST_AT_ONCE);
        }
        // those whose read was under way when the store was unsure once more read again
        assertThat(reads).isBetween(channels, 2 * channels);
        assertThat(world.bus).isEmpty();
    }

    @Test
    void repairs_all_of_very_many_channels_after_a_store_was_away_for_each_of_them() {
        world.store.followed.complete(EventId.NONE);
        int channels = 20_000;
        for (int i = 0; i < channels; i++) {
            world.carrier.follow(new Channel("chat:" + i), "a");
        }
        world.store.away = true;
        world.carrier.unsure();
        for (int i = 0; i < 3; i++) {
            assertThat(world.timers).as("pauses for all together").hasSize(1);
            world.timers.remove().run();
        }
        world.store.away = false;
        world.timers.remove().run();
        int reads = 0;
        while (world.store.answerRead(true)) {
            reads++;
        }
        assertThat(reads).isEqualTo(channels);
        assertThat(world.timers).isEmpty();
    }
}
