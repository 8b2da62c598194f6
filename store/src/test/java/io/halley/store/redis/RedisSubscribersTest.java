package io.halley.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Channel;
import io.halley.store.fixture.RedisServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What several processes count in one Redis. */
@Tag("redis")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedisSubscribersTest {

    private static final Channel LOBBY = new Channel("chat:lobby");
    private static final Channel OTHER = new Channel("chat:other");
    private static final long USUAL_MS = 60_000;

    private final Vertx vertx = Vertx.vertx();
    private final RedisServer redis = new RedisServer();
    private final List<Reporter> reporters = new ArrayList<>();

    @AfterEach
    void empty() {
        redis.cli("CONFIG", "SET", "maxmemory", "0");
        reporters.forEach(Reporter::close);
        reporters.clear();
        redis.cli("FLUSHALL");
    }

    @AfterAll
    void end() {
        vertx.close().await();
        redis.close();
    }

    @Test
    void sums_up_what_all_gateways_of_all_processes_report() {
        Reporter publisher = new Reporter(USUAL_MS);
        assertThat(publisher.of(LOBBY)).isZero();
        Reporter one = new Reporter(USUAL_MS);
        Reporter two = new Reporter(USUAL_MS);
        one.report("a", Map.of(LOBBY, 3, OTHER, 1));
        one.report("b", Map.of(LOBBY, 4));
        two.report("c", Map.of(LOBBY, 10));
        assertThat(publisher.of(LOBBY)).isEqualTo(17);
        assertThat(two.of(OTHER)).isEqualTo(1);
        one.report("a", Map.of(LOBBY, 1, OTHER, 0));
        assertThat(publisher.of(LOBBY)).isEqualTo(15);
        assertThat(publisher.of(OTHER)).isZero();
        one.close();
        assertThat(publisher.of(LOBBY)).isEqualTo(10);
        two.close();
        assertThat(redis.cli("KEYS", "*")).doesNotContain("of:");
    }

    @Test
    void counts_hold_as_long_as_their_process_lives_and_a_little_longer() {
        Reporter publisher = new Reporter(USUAL_MS);
        Reporter gateway = new Reporter(600);
        gateway.report("a", Map.of(LOBBY, 3));
        for (int i = 0; i < 7; i++) {
            gateway.awaitRenewal();
        }
        publisher.awaitCount(LOBBY, 3);
        gateway.commands.beAway(true);
        publisher.awaitCount(LOBBY, 0);
        gateway.commands.beAway(false);
        publisher.awaitCount(LOBBY, 3);
    }

    @Test
    void counts_that_were_lost_come_back_whole() {
        Reporter gateway = new Reporter(USUAL_MS);
        Map<Channel, Integer> many = IntStream.rangeClosed(1, 1_200)
                .boxed()
                .collect(Collectors.toMap(i -> new Channel("chat:" + i), Function.identity()));
        gateway.report("a", many);
        assertThat(gateway.of(many)).isEqualTo(many);
        redis.cli("FLUSHALL");
        assertThat(gateway.of(LOBBY)).isZero();
        gateway.report("b", Map.of(LOBBY, 1));
        assertThat(gateway.of(many)).isEqualTo(many);
        assertThat(gateway.of(LOBBY)).isEqualTo(1);
        assertThat(Long.parseLong(redis.cli("PTTL", gateway.key()))).isBetween(USUAL_MS - 10_000, USUAL_MS);
    }

    @Test
    void what_is_reported_while_redis_is_away_is_not_forgotten() {
        Reporter gateway = new Reporter(USUAL_MS);
        gateway.report("a", Map.of(LOBBY, 3, OTHER, 1));
        gateway.commands.beAway(true);
        assertThatThrownBy(() -> gateway.report("a", Map.of(LOBBY, 0))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> gateway.of(LOBBY)).isInstanceOf(StoreException.class);
        gateway.commands.beAway(false);
        assertThat(gateway.of(LOBBY)).isEqualTo(3);
        gateway.report("a", Map.of(OTHER, 2));
        assertThat(gateway.of(LOBBY)).isZero();
        assertThat(gateway.of(OTHER)).isEqualTo(2);
    }

    @Test
    void a_report_that_comes_late_changes_nothing() {
        Reporter gateway = new Reporter(USUAL_MS);
        gateway.report("a", Map.of(LOBBY, 3));
        gateway.report("a", Map.of(LOBBY, 4));
        String key = gateway.key();
        String process = key.substring(Keys.SUBSCRIBERS_OF.length());
        gateway.commands.on(() -> gateway.commands.run(
                Script.SUBSCRIBERS_REPORT,
                List.of(Keys.SUBSCRIBER_PROCESSES, key),
                List.of(process, "1", "60000", "1", OTHER.name(), "3")));
        assertThat(gateway.of(LOBBY)).isEqualTo(4);
        assertThat(gateway.of(OTHER)).isZero();
    }

    @Test
    void a_key_of_another_type_and_full_memory_leave_nothing_half_done() {
        Reporter gateway = new Reporter(USUAL_MS);
        redis.cli("SET", Keys.SUBSCRIBER_PROCESSES, "a string");
        assertThatThrownBy(() -> gateway.report("a", Map.of(LOBBY, 3))).hasMessageContaining("WRONGTYPE");
        assertThat(redis.cli("DBSIZE")).isEqualTo("1");
        redis.cli("DEL", Keys.SUBSCRIBER_PROCESSES);
        redis.cli("CONFIG", "SET", "maxmemory", "1");
        assertThatThrownBy(() -> gateway.report("a", Map.of(LOBBY, 3))).isInstanceOf(StoreException.class);
        assertThat(redis.cli("DBSIZE")).isEqualTo("0");
        redis.cli("CONFIG", "SET", "maxmemory", "0");
        gateway.report("a", Map.of());
        gateway.report("a", Map.of(OTHER, 1));
        assertThat(gateway.of(LOBBY)).isEqualTo(3);
    }

    /** One process, as far as it counts. */
    private final class Reporter {

        private final DirectCommands commands = new DirectCommands(vertx, redis.url());
        private final RedisSubscribers subscribers;

        Reporter(long holdMs) {
            subscribers = commands.on(() -> Future.succeededFuture(new RedisSubscribers(vertx, commands, holdMs)));
            reporters.add(this);
        }

        void report(String gateway, Map<Channel, Integer> counts) {
            commands.on(() -> subscribers.report(gateway, counts));
        }

        int of(Channel channel) {
            return of(Map.of(channel, 0)).getOrDefault(channel, -1);
        }

        Map<Channel, Integer> of(Map<Channel, Integer> channels) {
            return commands.on(() -> subscribers.of(channels.keySet()));
        }

        void awaitCount(Channel channel, int count) {
            int counted = of(channel);
            for (int i = 0; i < 500 && counted != count; i++) {
                vertx.timer(20, TimeUnit.MILLISECONDS).await();
                counted = of(channel);
            }
            assertThat(counted).isEqualTo(count);
        }

        /** Until the time for which its counts hold begins anew while they do. */
        void awaitRenewal() {
            long before = holdMs();
            long now = holdMs();
            for (int i = 0; i < 1_000 && (before < 0 || now <= before); i++) {
                vertx.timer(10, TimeUnit.MILLISECONDS).await();
                before = now;
                now = holdMs();
            }
            assertThat(now).isGreaterThan(before).isPositive();
        }

        private long holdMs() {
            return Long.parseLong(redis.cli("PTTL", key()));
        }

        /** Where its counts are, while it is the only one. */
        String key() {
            return redis.cli("KEYS", Keys.SUBSCRIBERS_OF + "*");
        }

        void close() {
            commands.on(subscribers::close);
        }
    }
}
