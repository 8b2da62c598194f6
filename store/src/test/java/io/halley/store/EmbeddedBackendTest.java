package io.halley.store;

import io.halley.shared.config.RedisUrl;
import io.halley.shared.config.StoreConfig;
import io.halley.shared.runtime.Health;
import io.halley.store.embedded.ClockedStore;
import io.halley.store.embedded.EmbeddedStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/** The embedded store keeps every contract. */
final class EmbeddedBackendTest {

    @Nested
    final class Events extends EventStoreContract {
        Events() {
            super(new Folders());
        }
    }

    @Nested
    final class Content extends ContentContract {
        Content() {
            super(new Folders());
        }
    }

    @Nested
    final class Coverage extends CoverageContract {
        Coverage() {
            super(new Folders());
        }
    }

    @Nested
    final class Idempotency extends IdempotencyContract {
        Idempotency() {
            super(new Folders());
        }
    }

    @Nested
    final class Users extends UserContract {
        Users() {
            super(new Folders());
        }
    }

    @Nested
    final class Inboxes extends InboxContract {
        Inboxes() {
            super(new Folders());
        }
    }

    @Nested
    final class Receipts extends ReceiptContract {
        Receipts() {
            super(new Folders());
        }
    }

    @Nested
    final class InboxLife extends InboxLifeContract {
        InboxLife() {
            super(new Folders());
        }
    }

    @Nested
    final class Presence extends PresenceContract {
        Presence() {
            super(new ClockedFolders());
        }
    }

    @Nested
    final class PresenceLedger extends PresenceLedgerContract {
        PresenceLedger() {
            super(new ClockedFolders());
        }
    }

    @Nested
    final class PresenceOutage extends PresenceOutageContract {
        PresenceOutage() {
            super(new ClockedFolders());
        }
    }

    /** The same by a clock that tests put on, and with nothing done now and then but what they ask for. */
    private static final class ClockedFolders extends Folders implements PresenceTest.TimedFixture {

        private final AtomicLong clock = new AtomicLong(1_800_000_000_000L);
        private @Nullable OpenStore store;

        @Override
        public OpenStore open(Vertx vertx) {
            store = ClockedStore.open(vertx, config(), PresenceTest.TIMES, clock::get);
            return store;
        }

        @Override
        public void pass(long ms) {
            for (long passed = 0; passed < ms; passed += PresenceTest.STEP) {
                beAway(PresenceTest.STEP);
            }
        }

        @Override
        public void beAway(long ms) {
            clock.addAndGet(ms);
            ClockedStore.sweep(Objects.requireNonNull(store));
        }
    }

    /** A data folder, and a copy of it. */
    private static class Folders implements BackendTest.Fixture {

        private final Path root;

        Folders() {
            try {
                root = Files.createTempDirectory("halley-store");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        final StoreConfig config() {
            return new StoreConfig(
                    StoreConfig.Kind.EMBEDDED,
                    root.resolve("data"),
                    RedisUrl.LOCAL,
                    new StoreConfig.Retention(BackendTest.RETAINED, 16 << 20, Duration.ofDays(7)),
                    new StoreConfig.Retention(BackendTest.RETAINED_IN_INBOXES, 16 << 20, Duration.ofDays(7)));
        }

        @Override
        public OpenStore open(Vertx vertx) {
            return OpenStore.embedded(
                    vertx,
                    notices -> EmbeddedStore.open(vertx, config(), notices, new Health(), new SimpleMeterRegistry()));
        }

        @Override
        public void copy() {
            copyAll(root.resolve("data"), root.resolve("copy"));
        }

        @Override
        public void goBack() {
            deleteAll(root.resolve("data"));
            copyAll(root.resolve("copy"), root.resolve("data"));
        }

        @Override
        public void remove() {
            deleteAll(root);
        }

        private static void copyAll(Path from, Path to) {
            for (Path file : files(from)) {
                try {
                    Files.copy(file, to.resolve(from.relativize(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        private static void deleteAll(Path folder) {
            files(folder).stream().sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        private static List<Path> files(Path folder) {
            try (Stream<Path> files = Files.walk(folder)) {
                return files.toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
