package io.halley.store;

import io.halley.shared.config.RedisUrl;
import io.halley.shared.config.StoreConfig;
import io.halley.shared.runtime.Health;
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
import java.util.stream.Stream;
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

    /** A data folder, and a copy of it. */
    private static final class Folders implements BackendTest.Fixture {

        private final Path root;

        Folders() {
            try {
                root = Files.createTempDirectory("halley-store");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public OpenStore open(Vertx vertx) {
            StoreConfig config = new StoreConfig(
                    StoreConfig.Kind.EMBEDDED,
                    root.resolve("data"),
                    RedisUrl.LOCAL,
                    new StoreConfig.Retention(BackendTest.RETAINED, 16 << 20, Duration.ofDays(7)),
                    new StoreConfig.Retention(BackendTest.RETAINED, 16 << 20, Duration.ofDays(7)));
            return OpenStore.embedded(
                    vertx,
                    notices -> EmbeddedStore.open(vertx, config, notices, new Health(), new SimpleMeterRegistry()));
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
