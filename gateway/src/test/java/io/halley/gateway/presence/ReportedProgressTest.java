package io.halley.gateway.presence;

import static io.halley.gateway.presence.ReportedPresence.OWN;
import static io.halley.gateway.presence.ReportedPresence.USER;
import static io.halley.gateway.presence.ReportedPresence.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.Progress;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How far what came to a user has come, as it is reported. */
final class ReportedProgressTest {

    @AutoClose
    private final ReportedPresence world = new ReportedPresence();

    @Test
    void what_a_client_says_of_an_epoch_that_is_none_does_not_hide_what_is_true() {
        world.loop.run(() -> {
            world.presence.delivered(USER, OWN, new EventId("zzzzzzzzzzzz", EventId.LARGEST_OFFSET));
            world.presence.delivered(USER, OWN, id(2));
            world.presence.delivered(USER, OWN, id(1));
        });
        world.tick();

        assertThat(world.last().progress())
                .contains(new Progress(USER, OWN, null, id(2)))
                .hasSize(2);
    }

    @Test
    void progress_is_one_entry_per_channel_and_a_report_has_a_bounded_number_of_them() {
        world.loop.run(() -> {
            world.presence.written(USER, OWN, id(1));
            world.presence.written(USER, OWN, id(3));
            world.presence.written(USER, OWN, id(2));
            world.presence.delivered(USER, OWN, id(1));
            world.presence.delivered(USER, Channel.USERS, EventId.NONE);
        });
        world.tick();
        assertThat(world.last().progress()).containsExactly(new Progress(USER, OWN, id(3), id(1)));
        world.tick();
        assertThat(world.last().progress()).isEmpty();

        world.loop.run(() -> {
            for (int i = 0; i < UnreportedProgress.MOST_IN_A_REPORT + 5; i++) {
                world.presence.written(new UserId("u" + i), Channel.USERS, id(1));
            }
        });
        world.away = true;
        world.tick();
        world.away = false;
        world.tick();
        assertThat(world.last().progress()).hasSize(UnreportedProgress.MOST_IN_A_REPORT);
        world.tick();
        assertThat(world.last().progress()).hasSize(5);
    }
}
