package io.halley.store.redis;

import static io.halley.store.redis.PresenceProcess.NO_SWEEPS;
import static io.halley.store.redis.PresenceProcess.users;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.UserId;
import io.halley.store.fixture.RedisServer;
import io.halley.store.spi.LeaseTimes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Leases that several processes write down in one Redis: what goes beyond the contract. */
@Tag("redis")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedisPresenceTest {

    private final Vertx vertx = Vertx.vertx();
    private final RedisServer redis = new RedisServer();
    private final List<PresenceProcess> processes = new ArrayList<>();

    /** An empty Redis may have been another one before; it takes a while until that makes no difference. */
    @BeforeEach
    void settle() {
        process(NO_SWEEPS).sweep();
        PastPresence.pass(redis, 60_000);
    }

    @AfterEach
    void empty() {
        redis.cli("CONFIG", "SET", "maxmemory", "0");
        processes.forEach(PresenceProcess::close);
        processes.clear();
        redis.cli("FLUSHALL");
    }

    @AfterAll
    void end() {
        vertx.close().await();
        redis.close();
    }

    @Test
    void processes_that_look_at_once_end_each_lease_once_and_soon() {
        LeaseTimes times = new LeaseTimes(1_500, 300, 1_000);
        PresenceProcess one = process(times);
        PresenceProcess other = process(times);
        PresenceProcess third = process(times);
        List<String> users = users(0, 1_000);
        one.came(users);
        // at the same moments as its timers, and in between
        eventually(() -> {
            Future<Void> sweep = third.startSweep();
            other.sweep();
            sweep.await();
            return one.info().online() == 0;
        });
        List<String> told = told();
        assertThat(told).hasSize(2_000).doesNotHaveDuplicates();
        assertThat(told.subList(0, 1_000)).allMatch(event -> event.startsWith("join"));
        assertThat(redis.cli("EXISTS", Keys.LEASES, Keys.USER_DEVICES, Keys.USERS_ONLINE))
                .isEqualTo("0");
    }

    @Test
    void who_is_renewed_stays_and_who_is_not_leaves_by_the_clock_of_redis_alone() {
        LeaseTimes times = new LeaseTimes(2_000, 400, 1_500);
        PresenceProcess one = process(times);
        PresenceProcess other = process(times);
        one.came(List.of("alice", "carol"));
        one.released(List.of("carol"));
        long begun = System.nanoTime();
        one.came(List.of("bob"));
        eventually(() -> {
            other.renewed(List.of("alice"));
            one.renewed(List.of("alice"));
            return one.told().contains("leave bob");
        });
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(1_900));
        assertThat(one.told())
                .containsExactlyInAnyOrder("join alice", "join bob", "join carol", "leave bob", "leave carol")
                .containsSubsequence("leave carol", "leave bob");
        assertThat(one.online()).containsExactly("alice");
    }

    @Test
    void after_everything_was_deleted_renewing_brings_everyone_back() {
        PresenceProcess one = process(NO_SWEEPS);
        one.came(List.of("alice", "bob"));
        redis.cli("FLUSHALL");
        one.sweep();
        assertThat(one.info().unknownSince()).as("nobody knows who was online").isNotNull();
        one.renewed(List.of("alice", "bob"));
        assertThat(one.online()).containsExactly("alice", "bob");
        assertThat(told()).containsExactly("join alice", "join bob");
        assertThat(one.users.find(new UserId("alice")).await()).isPresent();
    }

    @Test
    void who_is_one_user_too_many_is_not_online_either() {
        PresenceProcess one = process(new PresenceProcess(vertx, redis, "p", NO_SWEEPS, 2));
        one.came(List.of("alice", "bob", "carol"));
        one.came(List.of("carol", "alice"));
        assertThat(one.online()).containsExactly("alice", "bob");
        assertThat(told()).containsExactly("join alice", "join bob");
    }

    @Test
    void reports_of_one_process_go_out_one_at_a_time_and_in_order() {
        PresenceProcess one = process(NO_SWEEPS);
        List<String> users = users(0, 1_000);
        one.cameAndReleased(users);
        PastPresence.pass(redis, 9_000);
        one.sweep();
        assertThat(one.info().online()).isZero();
        assertThat(told()).hasSize(2_000).doesNotHaveDuplicates();
    }

    private void eventually(Callable<Boolean> condition) {
        try {
            for (int i = 0; i < 1_000 && !condition.call(); i++) {
                vertx.timer(10).await();
            }
            assertThat(condition.call()).isTrue();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** What the log says of who came and went. */
    private List<String> told() {
        return process(NO_SWEEPS).told();
    }

    private PresenceProcess process(LeaseTimes times) {
        return process(new PresenceProcess(vertx, redis, "p" + processes.size(), times));
    }

    private PresenceProcess process(PresenceProcess process) {
        processes.add(process);
        return process;
    }
}
