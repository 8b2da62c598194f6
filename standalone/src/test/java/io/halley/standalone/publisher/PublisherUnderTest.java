package io.halley.standalone.publisher;

import io.halley.publisher.PublisherVerticle;
import io.halley.shared.bus.IdentityCodec;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.bus.StoreCommand.Report;
import io.halley.shared.config.ClassicConfig;
import io.halley.shared.config.Config;
import io.halley.shared.config.RedisUrl;
import io.halley.shared.config.StoreConfig;
import io.halley.shared.config.TrustedProxies;
import io.halley.shared.runtime.Health;
import io.halley.standalone.Await;
import io.halley.store.StoreVerticle;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A publisher and a store in this JVM, and a client that has the key. */
public final class PublisherUnderTest implements AutoCloseable {

    public static final String KEY = "the-key-of-this-test";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int REPORTED_AGAIN_MS = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Config config;
    private final PublisherVerticle publisher;
    private String store = "";
    private long reporting = -1;
    private final String deployed;

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final StoreClient client = new StoreClient(vertx);

    public PublisherUnderTest(Path dataDir) {
        IdentityCodec.register(vertx.eventBus());
        StoreConfig files = new StoreConfig(
                StoreConfig.Kind.EMBEDDED,
                dataDir,
                RedisUrl.LOCAL,
                new StoreConfig.Retention(2_000, 1L << 24, Duration.ofHours(1)),
                new StoreConfig.Retention(2_000, 1L << 24, Duration.ofHours(1)));
        config = new Config(
                "127.0.0.1",
                0,
                0,
                0,
                files,
                KEY,
                "s".repeat(48),
                Config.Login.OPEN,
                TrustedProxies.NONE,
                new ClassicConfig(ClassicConfig.Mode.SAME_ORIGIN, null));
        publisher = new PublisherVerticle(config, KEY, meters);
        startStore();
        deployed = vertx.deployVerticle(publisher).await();
    }

    public void startStore() {
        store = vertx.deployVerticle(new StoreVerticle(config.store(), new Health(), new SimpleMeterRegistry()))
                .await();
    }

    public void stopStore() {
        vertx.undeploy(store).await();
    }

    /** Stops the publisher alone, as the end of its process does. */
    void stop() {
        vertx.undeploy(deployed).await();
    }

    /** Reports as the only gateway, now and from then on every second until the next one, so that no lease runs out. */
    public void keepReporting(Report report) {
        Promise<Object> taken = Promise.promise();
        loop.runOnContext(now -> {
            vertx.cancelTimer(reporting);
            reporting = vertx.setPeriodic(REPORTED_AGAIN_MS, again -> client.report(report));
            client.report(report).<Object>mapEmpty().onComplete(taken);
        });
        taken.future().await();
    }

    /** Waits until so many requests for history are held: until nothing that comes to their channels is missed. */
    public void awaitHeldHistories(int requests) {
        Await.until(
                requests + " held requests",
                PATIENCE,
                () -> meters.get("halley_histories_held").gauge().value() == requests);
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + publisher.port() + path);
    }

    /** What came back. */
    public record Answer(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        JsonObject json() {
            return new JsonObject(response.body());
        }

        public JsonArray list(String name) {
            return json().getJsonArray(name);
        }

        /** One field of every entry of a list. */
        List<String> names(String list, String field) {
            return list(list).stream()
                    .map(item -> ((JsonObject) item).getString(field))
                    .toList();
        }

        /** One field of what became of each of many. */
        List<Object> results(String field) {
            return list("results").stream()
                    .map(result -> ((JsonObject) result).getValue(field))
                    .toList();
        }

        List<Integer> statuses() {
            return results("status").stream().map(Integer.class::cast).toList();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The last part of a problem's type. */
        String slug() {
            return json().getString("type").replaceFirst("^urn:problem-type:halley:", "");
        }
    }

    public Answer get(String path) {
        return send(request(path));
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /** Posts JSON; {@code headers} are names and values in turn. */
    Answer post(String path, String json, String... headers) {
        HttpRequest.Builder request =
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + KEY);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a GET and does not wait for its answer. */
    CompletableFuture<HttpResponse<String>> sendLater(String path) {
        return http.sendAsync(request(path).build(), BodyHandlers.ofString());
    }

    double count(String meter, String tag, String value) {
        return meters.get(meter).tag(tag, value).counter().count();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
