package io.halley.shared.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    private Path folder;

    @Test
    void are_made_once_and_kept_for_their_owner_only() throws IOException {
        Path data = folder.resolve("new").resolve("data");
        Secrets made = Secrets.of(config(data));
        assertThat(made.publishKey()).matches("[A-Za-z0-9_-]{32}");
        assertThat(made.sessionSecret()).matches("[A-Za-z0-9_-]{64}");

        assertThat(Secrets.of(config(data))).isEqualTo(made);
        try (Stream<Path> files = Files.list(data)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("publish.key", "session.secret");
        }
        for (String file : List.of("publish.key", "session.secret")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void what_is_set_is_taken_and_not_written_down() {
        String key = "k".repeat(16);
        String secret = "s".repeat(32);
        Config config = Config.read(Map.of(
                "HALLEY_DATA_DIR", folder.toString(), "HALLEY_PUBLISH_KEY", key, "HALLEY_SESSION_SECRET", secret));

        assertThat(Secrets.of(config)).isEqualTo(new Secrets(key, secret));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void starts_at_the_same_time_share_one_secret() throws Exception {
        int starts = 8;
        ExecutorService threads = Executors.newFixedThreadPool(starts);
        try {
            for (int round = 0; round < 20; round++) {
                Path data = folder.resolve("round" + round);
                CyclicBarrier together = new CyclicBarrier(starts);
                List<Future<Secrets>> results = new ArrayList<>();
                for (int i = 0; i < starts; i++) {
                    results.add(threads.submit(() -> {
                        together.await();
                        return Secrets.of(config(data));
                    }));
                }
                Set<Secrets> different = new HashSet<>();
                for (Future<Secrets> result : results) {
                    different.add(result.get());
                }
                assertThat(different).hasSize(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_file_without_a_secret_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("session.secret"), "short\n");
        assertThatThrownBy(() -> Secrets.of(config(folder)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + " does not hold a secret; delete it to have a new one made");
        assertThat(file).hasContent("short");
    }

    @Test
    void a_data_folder_that_is_a_file_is_one_line() throws IOException {
        Path file = Files.writeString(folder.resolve("data"), "");
        assertThatThrownBy(() -> Secrets.of(config(file)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("data/publish.key can't be made: ")
                .message()
                .isNotNull()
                .hasLineCount(1);
    }

    private static Config config(Path dataDir) {
        return Config.read(Map.of("HALLEY_DATA_DIR", dataDir.toString()));
    }
}
