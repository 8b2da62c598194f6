package io.halley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.config.Config;
import io.halley.shared.config.Setting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("jar")
@Timeout(120)
class HalleyJarTest {

    /** Only that it comes up: how fast depends on what else the machine does, so that the promised 3 s are not checked. */
    private static final Duration TO_START = Duration.ofSeconds(15);

    /** Only that it ends: that a stop takes no more than the promised 2 s is seen to by {@code Boot}, and its test. */
    private static final Duration TO_STOP = Duration.ofSeconds(10);

    /** As browsers speak without TLS. */
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("io.halley.standalone.HalleyJar#jdks")
    void starts_takes_the_printed_curl_line_and_ends_on_ctrl_c_with_a_stream_open(Path jdk) throws Exception {
        Map<String, String> environment = HalleyJar.environment(folder.resolve("data"));
        try (Spawned halley = HalleyJar.run(jdk, List.of(), folder, environment)) {
            halley.awaitOutput(HalleyJar.UP, TO_START);
            assertThat(halley.output())
                    .contains("http://127.0.0.1:" + environment.get("HALLEY_GATEWAY_PORT") + "/push?user=1")
                    .contains("http://127.0.0.1:" + environment.get("HALLEY_PUBLISHER_PORT") + "/#key=")
                    .contains("http://127.0.0.1:" + environment.get("HALLEY_MANAGEMENT_PORT") + "/ready");

            assertThat(paste(lineWith(halley.output(), "curl "))).contains("\"status\":201", "\"user\":\"1\"");

            HttpResponse<InputStream> stream = open(environment);
            halley.signal("INT");
            assertThat(halley.awaitEnd(TO_STOP)).isEqualTo(130);
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.lines()).contains("event: $drain");
            }
            assertThat(halley.complaints()).isEmpty();
        }
    }

    @Test
    void works_where_the_native_transport_does_not_load() throws Exception {
        Map<String, String> environment = HalleyJar.environment(folder.resolve("data"));
        Path jdk = Path.of(System.getProperty("java.home"));
        List<String> options = List.of("-Dio.netty.transport.noNative=true");
        try (Spawned halley = HalleyJar.run(jdk, options, folder, environment)) {
            halley.awaitOutput(HalleyJar.UP, TO_START);
            open(environment).body().close();
            halley.signal("TERM");
            assertThat(halley.awaitEnd(TO_STOP)).isEqualTo(143);
            assertThat(halley.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HALLEY_GATEWAY_PORT", "HALLEY_PUBLISHER_PORT", "HALLEY_MANAGEMENT_PORT"})
    void a_port_in_use_is_one_line(String setting) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> environment = HalleyJar.environment(folder.resolve("data"));
            environment.put(setting, Integer.toString(taken.getLocalPort()));
            assertThat(complaint(environment))
                    .isEqualTo("halley: port " + taken.getLocalPort() + " (" + setting + ") is in use on 127.0.0.1\n");
        }
    }

    @Test
    void a_data_folder_in_use_is_one_line() {
        Path data = folder.resolve("data");
        try (Spawned first = HalleyJar.run(folder, HalleyJar.environment(data))) {
            first.awaitOutput(HalleyJar.UP, TO_START);
            assertThat(complaint(HalleyJar.environment(data)))
                    .hasLineCount(1)
                    .startsWith("halley: ")
                    .contains(data.toString(), "in use");
        }
    }

    @Test
    void a_data_folder_that_is_none_is_one_line() throws IOException {
        Path data = Files.writeString(folder.resolve("data"), "");
        assertThat(complaint(HalleyJar.environment(data)))
                .hasLineCount(1)
                .startsWith("halley: ")
                .contains(data.toString());
    }

    @Test
    void wrong_settings_are_one_line_each() {
        Map<String, String> environment = HalleyJar.environment(folder.resolve("data"));
        environment.putAll(Map.of("HALLEY_LOGIN", "x", "HALLEY_RETAIN_HOURS", "0", "HALLEY_PUBLISH_KEY", "tiny"));
        assertThat(complaint(environment))
                .hasLineCount(3)
                .contains("HALLEY_LOGIN: \"x\"", "HALLEY_RETAIN_HOURS: \"0\"", "HALLEY_PUBLISH_KEY: (not shown)")
                .doesNotContain("tiny");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void an_unknown_variable_is_named_and_a_key_that_was_set_is_not_shown() {
        Map<String, String> environment = HalleyJar.environment(folder.resolve("data"));
        environment.putAll(Map.of("HALLEY_GATEWAYPORT", "1", "HALLEY_PUBLISH_KEY", "0123456789abcdef"));
        try (Spawned halley = HalleyJar.run(folder, environment)) {
            halley.awaitOutput(HalleyJar.UP, TO_START);
            assertThat(halley.errors())
                    .isEqualTo("halley: HALLEY_GATEWAYPORT: no such setting, ignored"
                            + " (did you mean HALLEY_GATEWAY_PORT?)\n");
            assertThat(halley.output()).doesNotContain("0123456789abcdef").contains("Bearer $HALLEY_PUBLISH_KEY");
        }
    }

    @Test
    void tells_what_it_is() {
        try (Spawned help = HalleyJar.run(folder, Map.of(), "--help")) {
            assertThat(help.awaitEnd(TO_START)).isZero();
            for (Setting setting : Config.settings()) {
                assertThat(help.output()).contains(setting.name(), setting.otherwise(), setting.meaning());
            }
        }
        try (Spawned version = HalleyJar.run(folder, Map.of(), "--version")) {
            assertThat(version.awaitEnd(TO_START)).isZero();
            assertThat(version.output()).matches("halley [0-9]+\\.[0-9]+\\.[0-9]+\\S*\n");
        }
        try (Spawned wrong = HalleyJar.run(folder, Map.of(), "--port", "80")) {
            assertThat(wrong.awaitEnd(TO_START)).isEqualTo(2);
            assertThat(wrong.errors())
                    .isEqualTo("halley: arguments: --port 80"
                            + " (expected: none, push, watch, users, --help, --version, --health or --secrets)\n");
        }
    }

    /** What it says on standard error when it can't start; nothing else, and soon. */
    private String complaint(Map<String, String> environment) {
        try (Spawned halley = HalleyJar.run(folder, environment)) {
            assertThat(halley.awaitEnd(TO_START)).isEqualTo(1);
            assertThat(halley.output()).isEmpty();
            return halley.errors();
        }
    }

    /** A stream on which the first bytes have arrived. */
    private HttpResponse<InputStream> open(Map<String, String> environment) throws Exception {
        URI events = URI.create(
                "http://127.0.0.1:" + environment.get("HALLEY_GATEWAY_PORT") + "/v1/events?channel=public:a");
        HttpResponse<InputStream> stream = http.send(
                HttpRequest.newBuilder(events)
                        .header("Accept", "text/event-stream")
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        return stream;
    }

    private String paste(String line) {
        try (Spawned shell = Spawned.run(folder, Map.of(), List.of("sh", "-c", line))) {
            assertThat(shell.awaitEnd(TO_START)).isZero();
            return shell.output();
        }
    }

    private static String lineWith(String text, String part) {
        return text.lines().filter(line -> line.contains(part)).findFirst().orElseThrow();
    }
}
