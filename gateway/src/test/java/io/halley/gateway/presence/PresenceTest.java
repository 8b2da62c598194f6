package io.halley.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.Loop;
import io.halley.shared.bus.Addresses;
import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.IdentityCodec;
import io.halley.shared.bus.Lease;
import io.halley.shared.bus.Progress;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.bus.StoreCommand;
import io.halley.shared.bus.StoreCommand.Report;
import io.halley.shared.bus.StoreCommand.Report.Part;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one event loop reports, to a store that is there or not. */
final class PresenceTest {

    private static final UserId USER = new UserId("1");
    private static final Channel OWN = Channel.ofUser(USER);

    private final List<Report> reports = new ArrayList<>();

    @AutoClose
    private final Loop loop = new Loop();

    private final Presence presence = new Presence(new StoreClient(loop.vertx), new GatewayId("host-abc", 1));
    private boolean away;
    /** What the store does not take in while it is there. */
    private Map<Part, String> left = Map.of();

    @BeforeEach
    void start() {
        IdentityCodec.register(loop.vertx.eventBus());
        loop.run(() -> loop.vertx.eventBus().<StoreCommand>localConsumer(Addresses.STORE, message -> {
            reports.add((Report) message.body());
            message.reply(away ? new StoreException("away") : left);
        }));
    }

    @Test
    void who_is_new_is_reported_at_once_and_who_goes_with_the_next_second() {
        Runnable over = came("a", "sse");

        assertThat(last().came()).containsExactly(new Lease(USER, "a", "sse"));
        assertThat(last().gateway()).isEqualTo(new GatewayId("host-abc", 1));

        loop.run(over);
        assertThat(reports).hasSize(1);
        tick();

        assertThat(last().released()).containsExactly(new Lease(USER, "a", "sse"));
        assertThat(last().came()).isEmpty();
        assertThat(last().renewed()).isEmpty();
        assertThat(last().info().users()).isZero();
        tick();
        assertThat(last().released()).isEmpty();
    }

    @Test
    void a_page_that_is_loaded_anew_within_a_second_comes_again_and_does_not_go() {
        loop.run(came("a", "sse"));
        came("a", "sse");
        assertThat(reports).as("it is known").hasSize(1);
        tick();

        assertThat(last().came()).containsExactly(new Lease(USER, "a", "sse"));
        assertThat(last().released()).isEmpty();
    }

    @Test
    void who_comes_and_goes_between_two_reports_comes_with_one_and_goes_with_the_next() {
        loop.run(() -> {
            // while the report of the first one is under way
            presence.came(USER, "a", "sse");
            presence.came(new UserId("2"), "b", "poll").run();
        });
        tick();
        Lease passing = new Lease(new UserId("2"), "b", "poll");
        assertThat(last().came()).containsExactly(passing);
        assertThat(last().released()).isEmpty();

        tick();
        assertThat(last().released()).containsExactly(passing);
    }

    @Test
    void connections_of_one_client_are_one_lease_and_those_without_a_name_too() {
        Runnable stream = came("a", "sse");
        Runnable look = came("a", "poll");
        came(null, "poll");
        came(null, "poll");
        tick();
        Stream<Lease> came = reports.stream().flatMap(report -> report.came().stream());
        assertThat(came.distinct())
                .containsExactlyInAnyOrder(new Lease(USER, "a", "sse"), new Lease(USER, Leases.UNNAMED, "poll"));

        loop.run(look);
        assertThat(releasedIn(1)).isEmpty();
        loop.run(stream);
        assertThat(releasedIn(1)).containsExactly(new Lease(USER, "a", "sse"));
        assertThat(presence.userCount()).isEqualTo(1);
    }

    @Test
    void every_lease_is_renewed_once_in_five_seconds_and_no_report_has_them_all() {
        loop.run(() -> {
            for (int i = 0; i < 500; i++) {
                presence.came(new UserId("u" + i), "a", "sse");
            }
        });
        tick();
        List<Lease> renewed = new ArrayList<>();
        reports.clear();
        for (int second = 0; second < Leases.RENEWAL_SECONDS; second++) {
            tick();
            assertThat(last().renewed()).hasSizeBetween(50, 150);
            renewed.addAll(last().renewed());
        }
        assertThat(renewed).hasSize(500).doesNotHaveDuplicates();
    }

    @Test
    void who_was_to_be_renewed_by_a_failed_report_is_renewed_by_the_next_one() {
        loop.run(() -> {
            for (int i = 0; i < 500; i++) {
                presence.came(new UserId("u" + i), "a", "sse");
            }
        });
        tick();
        away = true;
        for (int second = 0; second < Leases.RENEWAL_SECONDS - 1; second++) {
            tick();
        }
        away = false;
        tick();

        assertThat(last().renewed()).hasSize(500).doesNotHaveDuplicates();
        tick();
        assertThat(last().renewed()).hasSizeBetween(50, 150);
    }

    @Test
    void what_a_client_says_of_an_epoch_that_is_none_does_not_hide_what_is_true() {
        loop.run(() -> {
            presence.delivered(USER, OWN, new EventId("zzzzzzzzzzzz", EventId.LARGEST_OFFSET));
            presence.delivered(USER, OWN, id(2));
            presence.delivered(USER, OWN, id(1));
        });
        tick();

        assertThat(last().progress())
                .contains(new Progress(USER, OWN, null, id(2)))
                .hasSize(2);
    }

    @Test
    void what_a_failed_report_said_is_said_again_unless_it_is_overtaken() {
        Runnable goes = came("goes", "sse");
        Runnable comesBack = came("comes-back", "sse");
        tick();
        away = true;
        loop.run(goes);
        loop.run(comesBack);
        came("stays", "sse");
        Runnable passes = came("passes", "sse");
        tick();
        loop.run(passes);
        came("comes-back", "poll");
        tick();

        away = false;
        tick();

        assertThat(last().came()).extracting(Lease::client).containsExactlyInAnyOrder("stays", "comes-back");
        assertThat(last().released()).extracting(Lease::client).containsExactlyInAnyOrder("goes", "passes");
        tick();
        assertThat(last().came()).isEmpty();
        assertThat(last().released()).isEmpty();
    }

    @Test
    void of_a_report_only_the_part_is_said_again_that_was_not_taken_in() {
        left = Map.of(Part.PROGRESS, "a disk is full", Part.SUBSCRIBERS, "a disk is full");
        Runnable over = came("a", "sse");
        loop.run(() -> {
            presence.counted(OWN, 1);
            presence.written(USER, OWN, id(1));
        });
        tick();
        assertThat(last().came()).isEmpty();
        loop.run(over);
        tick();
        assertThat(last().released()).hasSize(1);
        left = Map.of(Part.LEASES, "a disk is full");
        came("b", "sse");
        assertThat(last().came()).extracting(Lease::client).containsExactly("b");
        assertThat(last().released()).isEmpty();
        assertThat(last().progress()).containsExactly(new Progress(USER, OWN, id(1), null));
        assertThat(last().subscribers()).isEqualTo(Map.of(OWN, 1));
        left = Map.of();
        tick();
        assertThat(last().came()).extracting(Lease::client).containsExactly("b");
        assertThat(last().progress()).isEmpty();
        assertThat(last().subscribers()).isEmpty();
        tick();
        assertThat(last().came()).isEmpty();
    }

    @Test
    void a_user_with_too_many_clients_holds_one_lease_for_the_rest() {
        List<Runnable> over = new ArrayList<>();
        loop.run(() -> {
            for (int i = 0; i < 3 * Lease.MOST_OF_ONE_USER; i++) {
                over.add(presence.came(USER, "c" + i, "sse"));
            }
        });
        tick();
        assertThat(reports.stream().flatMap(report -> report.came().stream()).distinct())
                .hasSize(Lease.MOST_OF_ONE_USER + 1);

        loop.run(() -> over.forEach(Runnable::run));
        assertThat(releasedIn(1)).hasSize(Lease.MOST_OF_ONE_USER + 1);
        assertThat(presence.userCount()).isZero();
    }

    @Test
    void progress_is_one_entry_per_channel_and_a_report_has_a_bounded_number_of_them() {
        loop.run(() -> {
            presence.written(USER, OWN, id(1));
            presence.written(USER, OWN, id(3));
            presence.written(USER, OWN, id(2));
            presence.delivered(USER, OWN, id(1));
            presence.delivered(USER, Channel.USERS, EventId.NONE);
        });
        tick();
        assertThat(last().progress()).containsExactly(new Progress(USER, OWN, id(3), id(1)));
        tick();
        assertThat(last().progress()).isEmpty();

        loop.run(() -> {
            for (int i = 0; i < UnreportedProgress.MOST_IN_A_REPORT + 5; i++) {
                presence.written(new UserId("u" + i), Channel.USERS, id(1));
            }
        });
        away = true;
        tick();
        away = false;
        tick();
        assertThat(last().progress()).hasSize(UnreportedProgress.MOST_IN_A_REPORT);
        tick();
        assertThat(last().progress()).hasSize(5);
    }

    @Test
    void a_gateway_that_stops_releases_everything_and_does_not_wait_for_a_store_that_is_away() throws Exception {
        came("a", "sse");
        loop.run(came("b", "poll"));
        loop.run(() -> presence.close());
        assertThat(last().released()).extracting(Lease::client).containsExactlyInAnyOrder("a", "b");

        away = true;
        CompletableFuture<Void> closed = new CompletableFuture<>();
        loop.run(() -> presence.close().onComplete(done -> closed.complete(null)));
        closed.get(2, TimeUnit.SECONDS);
    }

    private static EventId id(long offset) {
        return new EventId("aaaaaaaa", offset);
    }

    private Report last() {
        return reports.get(reports.size() - 1);
    }

    private List<Lease> releasedIn(int seconds) {
        List<Lease> released = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            tick();
            released.addAll(last().released());
        }
        return released;
    }

    private Runnable came(@Nullable String client, String transport) {
        Runnable[] over = new Runnable[1];
        loop.run(() -> over[0] = presence.came(USER, client, transport));
        return over[0];
    }

    private void tick() {
        loop.run(() -> presence.tick(0, 0, 0));
    }
}
