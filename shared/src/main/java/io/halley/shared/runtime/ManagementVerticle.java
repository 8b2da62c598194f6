package io.halley.shared.runtime;

import io.halley.shared.config.Config;
import io.halley.shared.http.Problem;
import io.halley.shared.http.Servers;
import io.halley.shared.wire.WaitingBytes;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The server for whoever looks after the process: is it alive, is it ready, what does it count, what is it. */
final class ManagementVerticle extends VerticleBase {

    private static final System.Logger LOG = System.getLogger(ManagementVerticle.class.getName());
    private static final Set<HttpMethod> READ_ONLY = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String JSON = "application/json";
    private static final int LOOK_MS = 1_000;
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Config config;
    private final Health health;
    private final PrometheusMeterRegistry meters;

    private volatile int port;

    ManagementVerticle(Config config, Health health, PrometheusMeterRegistry meters) {
        this.config = config;
        this.health = health;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        WaitingBytes waiting = new WaitingBytes(meters, WaitingBytes.part(16), channel -> 0);
        vertx.setPeriodic(LOOK_MS, tick -> waiting.tick());
        HttpServer server = vertx.createHttpServer(Servers.options().setIdleTimeout(60));
        return Servers.serve(server, waiting, this::handle)
                .listen(config.managementPort(), config.host())
                .onSuccess(this::listening);
    }

    /** Where it listens. Safe from every thread, once it is deployed. */
    int port() {
        return port;
    }

    private void listening(HttpServer server) {
        port = server.actualPort();
    }

    private void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (!READ_ONLY.contains(request.method())) {
            Problem.methodNotAllowed(request.method() + " (expected: GET)", "GET, HEAD")
                    .answer(response, null);
            return;
        }
        String path = String.valueOf(request.path());
        switch (path) {
            case "/live" ->
                send(response, JSON, new JsonObject().put("status", "live").encode());
            case "/ready" -> ready(response);
            case "/metrics" -> metrics(response);
            case "/info" -> send(response, JSON, info().encode());
            default ->
                Problem.notFound(path + " (expected: /live, /ready, /metrics or /info)")
                        .answer(response, null);
        }
    }

    private void ready(HttpServerResponse response) {
        Map<String, String> problems = health.problems();
        if (problems.isEmpty()) {
            send(response, JSON, new JsonObject().put("status", "ready").encode());
            return;
        }
        JsonObject reasons = new JsonObject();
        problems.forEach(reasons::put);
        Problem problem = new Problem(
                "not-ready", 503, "Not ready", String.join("; ", problems.values()), Map.of("Retry-After", "2"));
        problem.headers().forEach(response::putHeader);
        response.setStatusCode(problem.status());
        send(
                response,
                Problem.MEDIA_TYPE,
                problem.toJson().put("reasons", reasons).encode());
    }

    /** Off the event loop: some meters read files of the operating system. */
    private void metrics(HttpServerResponse response) {
        vertx.executeBlocking(() -> meters.scrape(PROMETHEUS), false)
                .onSuccess(text -> send(response, PROMETHEUS, text))
                .onFailure(failure -> {
                    LOG.log(System.Logger.Level.ERROR, "metrics can't be read", failure);
                    Problem.internal().answer(response, null);
                });
    }

    private JsonObject info() {
        return new JsonObject()
                .put("version", Version.CURRENT)
                .put("store", config.store().kind().name().toLowerCase(Locale.ROOT))
                .put("uptime", ManagementFactory.getRuntimeMXBean().getUptime() / 1_000);
    }

    private static void send(HttpServerResponse response, String type, String body) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, type).end(body);
    }
}
