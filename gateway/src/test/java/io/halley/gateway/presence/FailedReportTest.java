package io.halley.gateway.presence;

import static io.halley.gateway.presence.ReportedPresence.OWN;
import static io.halley.gateway.presence.ReportedPresence.USER;
import static io.halley.gateway.presence.ReportedPresence.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.Lease;
import io.halley.shared.bus.Progress;
import io.halley.shared.bus.StoreCommand.Report.Part;
import io.halley.shared.event.UserId;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a store did not take in is said again. */
final class FailedReportTest {

    @AutoClose
    private final ReportedPresence world = new ReportedPresence();

    @Test
    void what_a_failed_report_said_is_said_again_unless_it_is_overtaken() {
        Runnable goes = world.came("goes", "sse");
        Runnable comesBack = world.came("comes-back", "sse");
        world.tick();
        world.away = true;
        world.loop.run(goes);
        world.loop.run(comesBack);
        world.came("stays", "sse");
        Runnable passes = world.came("passes", "sse");
        world.tick();
        world.loop.run(passes);
        world.came("comes-back", "poll");
        world.tick();

        world.away = false;
        world.tick();

        assertThat(world.last().came()).extracting(Lease::client).containsExactlyInAnyOrder("stays", "comes-back");
        assertThat(world.last().released()).extracting(Lease::client).containsExactlyInAnyOrder("goes", "passes");
        world.tick();
        assertThat(world.last().came()).isEmpty();
        assertThat(world.last().released()).isEmpty();
    }

    @Test
    void of_a_report_only_the_part_is_said_again_that_was_not_taken_in() {
        world.left = Map.of(Part.PROGRESS, "a disk is full", Part.SUBSCRIBERS, "a disk is full");
        Runnable over = world.came("a", "sse");
        world.loop.run(() -> {
            world.presence.counted(OWN, 1);
            world.presence.written(USER, OWN, id(1));
        });
        world.tick();
        assertThat(world.last().came()).isEmpty();
        world.loop.run(over);
        world.tick();
        assertThat(world.last().released()).hasSize(1);
        world.left = Map.of(Part.LEASES, "a disk is full");
        world.came("b", "sse");
        assertThat(world.last().came()).extracting(Lease::client).containsExactly("b");
        assertThat(world.last().released()).isEmpty();
        assertThat(world.last().progress()).containsExactly(new Progress(USER, OWN, id(1), null));
        assertThat(world.last().subscribers()).isEqualTo(Map.of(OWN, 1));
        world.left = Map.of();
        world.tick();
        assertThat(world.last().came()).extracting(Lease::client).containsExactly("b");
        assertThat(world.last().progress()).isEmpty();
        assertThat(world.last().subscribers()).isEmpty();
        world.tick();
        assertThat(world.last().came()).isEmpty();
    }

    @Test
    void who_was_to_be_renewed_by_a_failed_report_is_renewed_by_the_next_one() {
        world.loop.run(() -> {
            for (int i = 0; i < 500; i++) {
                world.presence.came(new UserId("u" + i), "a", "sse");
            }
        });
        world.tick();
        world.away = true;
        for (int second = 0; second < Leases.RENEWAL_SECONDS - 1; second++) {
            world.tick();
        }
        world.away = false;
        world.tick();

        assertThat(world.last().renewed()).hasSize(500).doesNotHaveDuplicates();
        world.tick();
        assertThat(world.last().renewed()).hasSizeBetween(50, 150);
    }
}
