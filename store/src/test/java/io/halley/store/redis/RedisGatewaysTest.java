package io.halley.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.GatewayInfo;
import io.halley.shared.bus.StoreException;
import io.halley.store.fixture.RedisServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the gateways of several processes say in one Redis. */
@Tag("redis")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedisGatewaysTest {

    private static final long HOLD_MS = 500;
    private static final Logger LOG = Logger.getLogger(RedisGateways.class.getName());

    private final Vertx vertx = Vertx.vertx();
    private final RedisServer redis = new RedisServer();

    @AfterEach
    void empty() {
        redis.cli("FLUSHALL");
    }

    @AfterAll
    void end() {
        vertx.close().await();
        redis.close();
    }

    @Test
    void every_process_lists_all_of_them_with_their_sums() {
        Gateways one = new Gateways(HOLD_MS);
        Gateways publisher = new Gateways(HOLD_MS);
        assertThat(publisher.list()).isEmpty();
        one.report("b", 0, 1);
        publisher.await(info("b", 1));
        Gateways two = new Gateways(HOLD_MS);
        two.report("a", 0, 3);
        one.report("b", 1, 4);
        publisher.await(info("a", 3), info("b", 5));
        two.await(info("a", 3), info("b", 5));
        one.close();
        publisher.await(info("a", 3));
        two.close();
        assertThat(redis.cli("KEYS", "*")).isEmpty();
    }

    @Test
    void a_process_that_died_is_left_out_after_a_while_and_its_traces_go() {
        Gateways one = new Gateways(HOLD_MS);
        Gateways other = new Gateways(HOLD_MS);
        one.report("a", 0, 1);
        other.report("b", 0, 2);
        other.await(info("a", 1), info("b", 2));
        one.commands.beAway(true);
        other.await(info("b", 2));
        other.report("b", 0, 3);
        other.await(info("b", 3));
        assertThat(redis.cli("HKEYS", Keys.GATEWAY_SUMS)).isEqualTo("b");
        one.commands.beAway(false);
        other.await(info("a", 1), info("b", 3));
        one.close();
        other.close();
    }

    @Test
    void a_report_is_taken_while_redis_is_away_and_written_when_it_is_back() {
        Gateways one = new Gateways(HOLD_MS);
        one.commands.beAway(true);
        one.report("a", 0, 1);
        assertThatThrownBy(one::list).isInstanceOf(StoreException.class);
        one.commands.beAway(false);
        one.await(info("a", 1));
        redis.cli("FLUSHALL");
        one.await(info("a", 1));
        one.close();
    }

    @Test
    void says_once_that_it_cannot_write_and_again_after_it_could() {
        List<String> said = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                said.add(logged.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        LOG.addHandler(handler);
        Gateways one = new Gateways(HOLD_MS);
        one.commands.beAway(true);
        one.report("a", 0, 1);
        assertThat(said).hasSize(1);
        Gateways other = new Gateways(HOLD_MS);
        other.report("b", 0, 1);
        one.commands.beAway(false);
        other.await(info("a", 1), info("b", 1));
        // answered after what was written before, on the same connection
        one.list();
        assertThat(said).hasSize(1);
        one.commands.beAway(true);
        assertThatThrownBy(one::close).isInstanceOf(StoreException.class);
        assertThat(said).hasSize(2);
        LOG.removeHandler(handler);
        other.close();
    }

    private static GatewayInfo info(String process, int n) {
        return new GatewayInfo(process, n, 2 * n, 3 * n, 4_000_000_000L * n);
    }

    /** One process, as far as its gateways go. */
    private final class Gateways {

        private final DirectCommands commands = new DirectCommands(vertx, redis.url());
        private final RedisGateways gateways;

        Gateways(long holdMs) {
            gateways = commands.on(() -> Future.succeededFuture(new RedisGateways(vertx, commands, holdMs)));
        }

        void report(String process, int loop, int n) {
            commands.on(() -> gateways.report(new GatewayId(process, loop), info(process, n)));
        }

        List<GatewayInfo> list() {
            return commands.on(gateways::list);
        }

        /** Until all of them are listed at once; while nothing moves here, what was written may not hold. */
        void await(GatewayInfo... infos) {
            List<GatewayInfo> listed = list();
            for (int i = 0; i < 500 && !listed.equals(List.of(infos)); i++) {
                vertx.timer(20, TimeUnit.MILLISECONDS).await();
                listed = list();
            }
            assertThat(listed).containsExactly(infos);
        }

        void close() {
            commands.on(() -> {
                gateways.close();
                return Future.succeededFuture();
            });
            list();
        }
    }
}
