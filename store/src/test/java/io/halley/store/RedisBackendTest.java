package io.halley.store;

import io.halley.shared.config.RedisUrl;
import io.halley.shared.config.StoreConfig;
import io.halley.store.fixture.RedisServer;
import io.halley.store.redis.PastPresence;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
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

    @Nested
    final class Inboxes extends InboxContract {
        Inboxes() {
            super(new Servers());
        }
    }

    @Nested
    final class Receipts extends ReceiptContract {
        Receipts() {
            super(new Servers());
        }
    }

    @Nested
    final class InboxLife extends InboxLifeContract {
        InboxLife() {
            super(new Servers());
        }
    }

    @Nested
    final class Presence extends PresenceContract {
        Presence() {
            super(new Servers());
        }
    }

    @Nested
    final class PresenceOutage extends PresenceOutageContract {
        PresenceOutage() {
            super(new Servers());
        }
    }

    @Nested
    final class PresenceLedger extends PresenceLedgerContract {
        PresenceLedger() {
            super(new Servers());
        }
    }

    /** The one Redis, and a copy of its data. */
    private static final class Servers implements PresenceTest.TimedFixture {

        private final RedisServer server;
        private @Nullable Path copy;
        private @Nullable OpenStore store;

        Servers() {
            if (redis == null) {
                throw new IllegalStateException("no Redis yet");
            }
            server = redis;
        }

        @Override
        public OpenStore open(Vertx vertx) {
            boolean isNew = store == null;
            if (isNew) {
                server.cli("FLUSHALL");
            } else {
                server.stop();
                server.start();
            }
            StoreConfig config = new StoreConfig(
                    StoreConfig.Kind.REDIS,
                    Path.of("unused"),
                    RedisUrl.parse(server.url()),
                    new StoreConfig.Retention(BackendTest.RETAINED, 16 << 20, Duration.ofDays(7)),
                    new StoreConfig.Retention(BackendTest.RETAINED_IN_INBOXES, 16 << 20, Duration.ofDays(7)));
            OpenStore opened =
                    OpenStore.redis(vertx, notices -> PastPresence.open(vertx, config, notices, PresenceTest.TIMES));
            store = opened;
            if (isNew) {
                // an empty Redis may have been another one before; it takes a while until that makes no difference
                sweep();
                pass(PresenceTest.TIMES.ttlMs() + 1);
            }
            return opened;
        }

        @Override
        public void pass(long ms) {
            PastPresence.pass(server, ms);
            sweep();
        }

        @Override
        public void beAway(long ms) {
            PastPresence.beAway(server, ms);
            sweep();
        }

        private void sweep() {
            OpenStore opened = Objects.requireNonNull(store);
            opened.on(() -> PastPresence.sweep(opened.presence()));
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
