package io.halley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.store.fixture.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code halley-gateway.jar} and {@code halley-publisher.jar}, as an operator runs them. */
@Tag("jar")
@Timeout(120)
class ProcessJarsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "publisher"})
    void alone_with_a_store_that_nobody_can_share_it_refuses_in_one_line(String module) {
        Map<String, String> environment = HalleyJar.environment(folder.resolve("data"));
        assertThat(complaint(module, environment))
                .isEqualTo("halley: HALLEY_STORE: \"embedded\" (expected: redis, which gateways and publishers share;"
                        + " or start halley.jar, which is all of them in one process)\n");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "publisher"})
    void tells_what_it_is(String module) {
        try (Spawned help = HalleyJar.runProcess(module, folder, Map.of(), "--help")) {
            assertThat(help.awaitEnd(PATIENCE)).isZero();
            assertThat(help.output()).contains("halley-" + module + ".jar --health", "HALLEY_REDIS_URL");
        }
        try (Spawned wrong = HalleyJar.runProcess(module, folder, Map.of(), "--health", "now")) {
            assertThat(wrong.awaitEnd(PATIENCE)).isEqualTo(2);
            assertThat(wrong.errors()).hasLineCount(1).startsWith("halley: arguments: --health now (expected: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "publisher"})
    @Tag("redis")
    void waits_red_for_a_redis_that_is_away_and_is_ready_when_it_comes(String module) throws Exception {
        try (RedisServer redis = new RedisServer()) {
            redis.stop();
            Map<String, String> environment = onRedis(redis.url());
            try (Spawned process = HalleyJar.runProcess(module, folder, environment)) {
                process.awaitOutput("is up", PATIENCE);
                assertThat(health(module, environment, 1))
                        .startsWith("halley: not ready: ")
                        .contains("Redis");
                assertThat(ready(environment)).contains("\"store\":").contains("Redis");

                redis.start();
                while (ready(environment).contains("not-ready")) {
                    // until the test's own bound
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                }
                // whatever else is set is not looked at, and "all addresses" are asked at one
                environment.putAll(Map.of("HALLEY_LOGIN", "none", "HALLEY_HOST", "::"));
                assertThat(health(module, environment, 0)).isEqualTo("ready\n");

                process.signal("TERM");
                assertThat(process.awaitEnd(PATIENCE)).isEqualTo(143);
            }
            assertThat(health(module, environment, 1)).contains("Connection refused");
        }
    }

    @Test
    void health_has_an_end_also_where_nobody_answers() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> environment = Map.of("HALLEY_MANAGEMENT_PORT", "" + silent.getLocalPort());
            assertThat(health("gateway", environment, 1)).contains("not ready").contains("timed out");
        }
    }

    @Test
    @Tag("redis")
    void a_wrong_password_and_an_old_redis_are_one_line() throws IOException {
        try (RedisServer redis = new RedisServer("--requirepass", "right")) {
            Map<String, String> environment = onRedis(redis.url().replace("right", "wrong"));
            environment.put("HALLEY_SESSION_SECRET", "s".repeat(32));
            assertThat(complaint("gateway", environment))
                    .isEqualTo("halley: Redis at 127.0.0.1:" + redis.port()
                            + " refuses the password in HALLEY_REDIS_URL, or wants one\n");
        }
        try (OldRedis redis = new OldRedis()) {
            Map<String, String> environment = onRedis(redis.url());
            environment.put("HALLEY_PUBLISH_KEY", "k".repeat(16));
            assertThat(complaint("publisher", environment))
                    .isEqualTo("halley: Redis at " + redis.url().substring("redis://".length())
                            + " is version 6.0.16 (expected: 6.2 or newer)\n");
        }
    }

    @Test
    @Tag("redis")
    void secrets_are_made_once_for_those_who_only_read_them() throws IOException {
        try (RedisServer redis = new RedisServer()) {
            Map<String, String> environment = onRedis(redis.url());
            Path data = Path.of(environment.get("HALLEY_DATA_DIR"));
            for (int time = 0; time < 2; time++) {
                try (Spawned secrets = HalleyJar.runProcess("publisher", folder, environment, "--secrets")) {
                    assertThat(secrets.awaitEnd(PATIENCE)).isZero();
                    assertThat(secrets.output()).isEqualTo("secrets are in " + data + "\n");
                }
            }
            String key = Files.readString(data.resolve("publish.key")).strip();
            Files.delete(data.resolve("session.secret"));
            try (Spawned publisher = HalleyJar.runProcess("publisher", folder, environment)) {
                publisher.awaitOutput("\n", PATIENCE);
                assertThat(publisher.output().lines().toList().get(0))
                        .contains("http://127.0.0.1:" + environment.get("HALLEY_GATEWAY_PORT") + "/")
                        .endsWith("http://127.0.0.1:" + environment.get("HALLEY_PUBLISHER_PORT") + "/#key=" + key);
                assertThat(data.resolve("session.secret")).doesNotExist();
                assertThat(publisher.complaints()).doesNotContain("WARN");
            }
            try (Spawned gateway = HalleyJar.runProcess("gateway", folder, environment)) {
                gateway.awaitOutput("is up", PATIENCE);
                assertThat(gateway.complaints())
                        .containsOnlyOnce("WARN")
                        .contains("made " + data, "HALLEY_SESSION_SECRET");
            }
        }
    }

    @Test
    void a_data_folder_without_a_way_to_the_secret_is_one_line() throws IOException {
        Map<String, String> environment = onRedis("redis://127.0.0.1:1");
        Files.writeString(Path.of(environment.get("HALLEY_DATA_DIR")), "");
        assertThat(complaint("gateway", environment))
                .startsWith("halley: HALLEY_SESSION_SECRET is not set, and ")
                .contains("session.secret can't be made: ");
    }

    private Map<String, String> onRedis(String url) {
        Map<String, String> environment = HalleyJar.environment(folder.resolve("data"));
        environment.putAll(Map.of("HALLEY_STORE", "redis", "HALLEY_REDIS_URL", url));
        return environment;
    }

    /** What it says when it can't start: one line and nothing else. */
    private String complaint(String module, Map<String, String> environment) {
        try (Spawned process = HalleyJar.runProcess(module, folder, environment)) {
            assertThat(process.awaitEnd(PATIENCE)).isEqualTo(1);
            assertThat(process.output()).isEmpty();
            assertThat(process.errors()).hasLineCount(1);
            return process.errors();
        }
    }

    private String health(String module, Map<String, String> environment, int status) {
        try (Spawned health = HalleyJar.runProcess(module, folder, environment, "--health")) {
            assertThat(health.awaitEnd(PATIENCE)).isEqualTo(status);
            assertThat(health.output() + health.errors()).hasLineCount(1);
            return health.output() + health.errors();
        }
    }

    private static String ready(Map<String, String> environment) throws IOException, InterruptedException {
        URI ready = URI.create("http://127.0.0.1:" + environment.get("HALLEY_MANAGEMENT_PORT") + "/ready");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(ready).build(), BodyHandlers.ofString())
                .body();
    }
}
