package io.halley.store;

import io.halley.shared.config.RedisUrl;
import io.halley.shared.config.StoreConfig;
import io.halley.shared.runtime.Health;
import io.halley.store.fixture.RedisServer;
import io.halley.store.redis.RedisStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The store on Redis keeps every contract; it is opened again together with its Redis. */
@Tag("redis")
final class RedisBackendTest {

    @AutoClose
    private static @Nullable RedisServer redis;

    @BeforeAll
    static void start() {
        redis = new RedisServer("--appendonly", "yes");
    }

    @Nested
    final class Events extends EventStoreContract {
        Events() {
            super(new Servers());
        }
    }

    @Nested
    final class Content extends ContentContract {
        Content() {
            super(new Servers());
        }
    }

    @Nested
    final class Coverage extends CoverageContract {
        Coverage() {
            super(new Servers());
        }
    }

    @Nested
    final class Idempotency extends IdempotencyContract {
        Idempotency() {
            super(new Servers());
        }
    }

    @Nested
    final class Users extends UserContract {
        Users() {
            super(new Servers());
        }
    }

    /** The one Redis, and a copy of its data. */
    private static final class Servers implements BackendTest.Fixture {

        private final RedisServer server;
        private @Nullable Path copy;
        private boolean opened;

        Servers() {
            if (redis == null) {
                throw new IllegalStateException("no Redis yet");
            }
            server = redis;
        }

        @Override
        public OpenStore open(Vertx vertx) {
            if (opened) {
                server.stop();
                server.start();
            } else {
                server.cli("FLUSHALL");
                opened = true;
            }
            StoreConfig config = new StoreConfig(
                    StoreConfig.Kind.REDIS,
                    Path.of("unused"),
                    RedisUrl.parse(server.url()),
                    new StoreConfig.Retention(BackendTest.RETAINED, 16 << 20, Duration.ofDays(7)),
                    new StoreConfig.Retention(BackendTest.RETAINED, 16 << 20, Duration.ofDays(7)));
            return OpenStore.redis(
                    vertx, notices -> RedisStore.open(vertx, config, notices, new Health(), new SimpleMeterRegistry()));
        }

        @Override
        public void copy() {
            server.stop();
            copy = server.copyData();
            server.start();
        }

        @Override
        public void goBack() {
            if (copy == null) {
                throw new IllegalStateException("no copy");
            }
            server.stop();
            server.restoreData(copy);
            server.start();
        }

        @Override
        public void remove() {
            // the next one flushes it
        }
    }
}
