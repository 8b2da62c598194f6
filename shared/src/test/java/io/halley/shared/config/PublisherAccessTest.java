package io.halley.shared.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublisherAccessTest {

    private static final String KEY = "k".repeat(16);

    @TempDir
    private Path folder;

    @Test
    void is_the_one_of_this_machine_with_the_key_that_it_made() throws IOException {
        Path file = Files.writeString(folder.resolve("publish.key"), KEY + "\n");
        assertThat(PublisherAccess.read(Map.of("HALLEY_DATA_DIR", folder.toString())))
                .isEqualTo(new PublisherAccess("http://127.0.0.1:8081", KEY, file.toString()))
                .asString()
                .doesNotContain(KEY);
        assertThat(PublisherAccess.read(Map.of(
                                "HALLEY_DATA_DIR", folder.toString(),
                                "HALLEY_HOST", "::",
                                "HALLEY_PUBLISHER_PORT", "9000",
                                "HALLEY_LOGIN", "not looked at"))
                        .url())
                .isEqualTo("http://127.0.0.1:9000");
    }

    @Test
    void what_is_set_counts() {
        assertThat(PublisherAccess.read(
                        Map.of("HALLEY_PUBLISHER_URL", "https://example.org/halley/", "HALLEY_PUBLISH_KEY", KEY)))
                .isEqualTo(new PublisherAccess("https://example.org/halley", KEY, "HALLEY_PUBLISH_KEY"));
    }

    @Test
    void without_a_key_none_is_made() {
        Path data = folder.resolve("data");
        assertThatThrownBy(() -> PublisherAccess.read(Map.of("HALLEY_DATA_DIR", data.toString())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("HALLEY_PUBLISH_KEY is not set, and " + data.resolve("publish.key"));
        assertThat(data).doesNotExist();
    }

    @Test
    void the_key_of_this_machine_is_not_shown_to_another_one() throws IOException {
        Files.writeString(folder.resolve("publish.key"), KEY);
        for (String here : List.of("http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1")) {
            assertThat(at(here).key()).isEqualTo(KEY);
        }
        for (String elsewhere :
                List.of("http://10.0.0.1:8081", "https://localhost.example.org", "http://127.0.0.1.a")) {
            assertThatThrownBy(() -> at(elsewhere))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("HALLEY_PUBLISH_KEY is not set")
                    .hasMessageContaining(elsewhere);
        }
    }

    private PublisherAccess at(String url) {
        return PublisherAccess.read(Map.of("HALLEY_DATA_DIR", folder.toString(), "HALLEY_PUBLISHER_URL", url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:8081",
                "ftp://a",
                "http://",
                "http://a b",
                "http://u@a",
                "http://a?b",
                "http://a#b",
                "http://a:99999"
            })
    void a_url_that_is_none(String url) {
        assertThatThrownBy(() -> PublisherAccess.read(Map.of("HALLEY_PUBLISHER_URL", url, "HALLEY_PUBLISH_KEY", KEY)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("HALLEY_PUBLISHER_URL: \"" + url + "\"");
    }
}
