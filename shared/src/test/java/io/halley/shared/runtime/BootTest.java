package io.halley.shared.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BootTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> order = new CopyOnWriteArrayList<>();

    private @Nullable Boot boot;

    @AfterEach
    void stop() {
        if (boot != null) {
            boot.stop();
        }
    }

    @Test
    void starts_in_order_and_stops_in_the_opposite_one() {
        Boot boot = boot(0);
        for (String name : List.of("store", "publisher", "gateway")) {
            boot.start(new Part<>(name, () -> new Recorded(name, Future.succeededFuture()), 1, null));
        }
        boot.stop();

        assertThat(order).containsExactly("+store", "+publisher", "+gateway", "-gateway", "-publisher", "-store");
    }

    @Test
    void a_part_that_does_not_stop_is_not_waited_for() {
        Boot boot = new Boot(config("127.0.0.1", 0));
        boot.start(new Part<>("store", () -> new Recorded("store", Future.succeededFuture()), 1, null));
        for (String name : List.of("publisher", "gateway")) {
            Future<Void> never = Promise.<Void>promise().future();
            boot.start(new Part<>(name, () -> new Recorded(name, never), 1, null));
        }
        assertThat(Boot.PATIENCE).as("Ctrl-C takes two seconds").isLessThan(Duration.ofSeconds(2));
        long begun = System.nanoTime();
        boot.stop();

        // of which a machine with much to do makes more
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(order).endsWith("-gateway", "-publisher", "-store");
    }

    @Test
    void is_ready_once_started_and_says_what_is_wrong() throws Exception {
        Boot boot = boot(0);
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        assertThat(get("/ready").body()).contains("starting");

        boot.started();
        assertThat(get("/ready").statusCode()).isEqualTo(200);

        boot.health().red("store", "the disk is full");
        HttpResponse<String> red = get("/ready");
        assertThat(red.statusCode()).isEqualTo(503);
        assertThat(red.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(new JsonObject(red.body()).getJsonObject("reasons").getMap())
                .containsOnly(Map.entry("store", "the disk is full"));

        boot.health().green("store");
        assertThat(get("/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void tells_what_it_is_and_what_it_counts() throws Exception {
        Boot boot = boot(0);
        boot.meters().counter("halley_tested").increment();

        assertThat(new JsonObject(get("/live").body()).getString("status")).isEqualTo("live");
        JsonObject info = new JsonObject(get("/info").body());
        assertThat(info.getString("version")).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
        assertThat(info.getString("store")).isEqualTo("embedded");
        assertThat(info.getLong("uptime")).isNotNegative();
        assertThat(get("/metrics").body())
                .contains("halley_tested_total 1.0", "jvm_memory_used_bytes", "process_cpu_usage", "process_uptime");
    }

    @Test
    void answers_anything_else_with_a_problem() throws Exception {
        boot(0);
        assertThat(get("/other").statusCode()).isEqualTo(404);
        HttpResponse<String> posted = http.send(
                HttpRequest.newBuilder(uri("/live"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(posted.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void a_port_in_use_is_one_line_that_names_the_variable() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> boot(taken.getLocalPort()))
                    .isInstanceOf(StartException.class)
                    .hasMessage("port " + taken.getLocalPort() + " (HALLEY_MANAGEMENT_PORT) is in use on 127.0.0.1");
        }
    }

    @Test
    void a_host_that_is_not_here_is_one_line() {
        for (String host : List.of("192.0.2.1", "not-a-host.invalid")) {
            assertThatThrownBy(() -> new Boot(config(host, 18_099)))
                    .isInstanceOf(StartException.class)
                    .hasMessage("HALLEY_HOST: \"" + host + "\" (expected: an address or name of this machine)");
        }
    }

    @Test
    void what_a_verticle_fails_with_goes_to_the_caller_and_stops_everything() {
        Boot boot = boot(0);
        boot.start(new Part<>("store", () -> new Recorded("store", Future.succeededFuture()), 1, null));
        IllegalStateException broken = new IllegalStateException("broken");

        assertThatThrownBy(() -> boot.start(new Part<>("gateway", () -> new Failing(broken), 1, null)))
                .isSameAs(broken);
        assertThat(order).containsExactly("+store", "-store");
    }

    private Boot boot(int managementPort) {
        Boot started = new Boot(config("127.0.0.1", managementPort));
        boot = started;
        return started;
    }

    private static Config config(String host, int managementPort) {
        Config set = Config.read(Map.of());
        return new Config(
                host,
                0,
                0,
                managementPort,
                set.store(),
                set.publishKey(),
                set.sessionSecret(),
                set.login(),
                set.trustedProxies(),
                set.classic());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        if (boot == null) {
            throw new IllegalStateException("not started");
        }
        return URI.create("http://127.0.0.1:" + boot.managementPort() + path);
    }

    private final class Recorded extends VerticleBase {

        private final String name;
        private final Future<Void> stopped;

        Recorded(String name, Future<Void> stopped) {
            this.name = name;
            this.stopped = stopped;
        }

        @Override
        public Future<?> start() {
            order.add("+" + name);
            return Future.succeededFuture();
        }

        @Override
        public Future<?> stop() {
            order.add("-" + name);
            return stopped;
        }
    }

    private static final class Failing extends VerticleBase {

        private final RuntimeException failure;

        Failing(RuntimeException failure) {
            this.failure = failure;
        }

        @Override
        public Future<?> start() {
            return Future.failedFuture(failure);
        }
    }
}
