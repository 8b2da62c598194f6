package io.halley.gateway.presence;

import static io.halley.gateway.presence.ReportedPresence.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.Lease;
import io.halley.shared.event.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who is reported to come, to stay, and to go. */
final class PresenceTest {

    @AutoClose
    private final ReportedPresence world = new ReportedPresence();

    @Test
    void who_is_new_is_reported_at_once_and_who_goes_with_the_next_second() {
        Runnable over = world.came("a", "sse");

        assertThat(world.last().came()).containsExactly(new Lease(USER, "a", "sse"));
        assertThat(world.last().gateway()).isEqualTo(new GatewayId("host-abc", 1));

        world.loop.run(over);
        assertThat(world.reports).hasSize(1);
        world.tick();

        assertThat(world.last().released()).containsExactly(new Lease(USER, "a", "sse"));
        assertThat(world.last().came()).isEmpty();
        assertThat(world.last().renewed()).isEmpty();
        assertThat(world.last().info().users()).isZero();
        world.tick();
        assertThat(world.last().released()).isEmpty();
    }

    @Test
    void a_page_that_is_loaded_anew_within_a_second_comes_again_and_does_not_go() {
        world.loop.run(world.came("a", "sse"));
        world.came("a", "sse");
        assertThat(world.reports).as("it is known").hasSize(1);
        world.tick();

        assertThat(world.last().came()).containsExactly(new Lease(USER, "a", "sse"));
        assertThat(world.last().released()).isEmpty();
    }

    @Test
    void who_comes_and_goes_between_two_reports_comes_with_one_and_goes_with_the_next() {
        world.loop.run(() -> {
            // while the report of the first one is under way
            world.presence.came(USER, "a", "sse");
            world.presence.came(new UserId("2"), "b", "poll").run();
        });
        world.tick();
        Lease passing = new Lease(new UserId("2"), "b", "poll");
        assertThat(world.last().came()).containsExactly(passing);
        assertThat(world.last().released()).isEmpty();

        world.tick();
        assertThat(world.last().released()).containsExactly(passing);
    }

    @Test
    void connections_of_one_client_are_one_lease_and_those_without_a_name_too() {
        Runnable stream = world.came("a", "sse");
        Runnable look = world.came("a", "poll");
        world.came(null, "poll");
        world.came(null, "poll");
        world.tick();
        Stream<Lease> came = world.reports.stream().flatMap(report -> report.came().stream());
        assertThat(came.distinct())
                .containsExactlyInAnyOrder(new Lease(USER, "a", "sse"), new Lease(USER, Leases.UNNAMED, "poll"));

        world.loop.run(look);
        assertThat(world.releasedIn(1)).isEmpty();
        world.loop.run(stream);
        assertThat(world.releasedIn(1)).containsExactly(new Lease(USER, "a", "sse"));
        assertThat(world.presence.userCount()).isEqualTo(1);
    }

    @Test
    void every_lease_is_renewed_once_in_five_seconds_and_no_report_has_them_all() {
        world.loop.run(() -> {
            for (int i = 0; i < 500; i++) {
                world.presence.came(new UserId("u" + i), "a", "sse");
            }
        });
        world.tick();
        List<Lease> renewed = new ArrayList<>();
        world.reports.clear();
        for (int second = 0; second < Leases.RENEWAL_SECONDS; second++) {
            world.tick();
            assertThat(world.last().renewed()).hasSizeBetween(50, 150);
            renewed.addAll(world.last().renewed());
        }
        assertThat(renewed).hasSize(500).doesNotHaveDuplicates();
    }

    @Test
    void a_user_with_too_many_clients_holds_one_lease_for_the_rest() {
        List<Runnable> over = new ArrayList<>();
        world.loop.run(() -> {
            for (int i = 0; i < 3 * Lease.MOST_OF_ONE_USER; i++) {
                over.add(world.presence.came(USER, "c" + i, "sse"));
            }
        });
        world.tick();
        assertThat(world.reports.stream()
                        .flatMap(report -> report.came().stream())
                        .distinct())
                .hasSize(Lease.MOST_OF_ONE_USER + 1);

        world.loop.run(() -> over.forEach(Runnable::run));
        assertThat(world.releasedIn(1)).hasSize(Lease.MOST_OF_ONE_USER + 1);
        assertThat(world.presence.userCount()).isZero();
    }

    @Test
    void a_gateway_that_stops_releases_everything_and_does_not_wait_for_a_store_that_is_away() throws Exception {
        world.came("a", "sse");
        world.loop.run(world.came("b", "poll"));
        world.loop.run(() -> world.presence.close());
        assertThat(world.last().released()).extracting(Lease::client).containsExactlyInAnyOrder("a", "b");

        world.away = true;
        CompletableFuture<Void> closed = new CompletableFuture<>();
        world.loop.run(() -> world.presence.close().onComplete(done -> closed.complete(null)));
        closed.get(2, TimeUnit.SECONDS);
    }
}
