package io.halley.standalone;

import io.halley.shared.config.Config;
import io.halley.store.fixture.FreePort;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Store, publisher and gateway in this JVM, on free ports and a new folder, which {@link #close} takes away. All methods
 * block; a test calls them from its own thread.
 */
public final class RunningHalley implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Path folder;
    private final Config config;
    private final String key;

    private Standalone halley;

    /** With all settings at their defaults. */
    public RunningHalley() {
        this(Map.of());
    }

    /** With some {@code HALLEY_…} variables set; ports and the data folder may be among them. */
    public RunningHalley(Map<String, String> variables) {
        try {
            folder = Files.createTempDirectory("halley");
            Map<String, String> environment = new HashMap<>(Map.of(
                    "HALLEY_DATA_DIR", folder.resolve("data").toString(),
                    "HALLEY_GATEWAY_PORT", Integer.toString(FreePort.next()),
                    "HALLEY_PUBLISHER_PORT", Integer.toString(FreePort.next()),
                    "HALLEY_MANAGEMENT_PORT", Integer.toString(FreePort.next())));
            environment.putAll(variables);
            config = Config.read(environment);
            halley = new Standalone(config);
            key = halley.secrets().publishKey();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where browsers go; a path such as {@code /v1/events} can be resolved against it. */
    public URI gateway() {
        return URI.create("http://127.0.0.1:" + config.gatewayPort());
    }

    /** Where back ends and operators go. */
    public URI publisher() {
        return URI.create("http://127.0.0.1:" + config.publisherPort());
    }

    public URI management() {
        return URI.create("http://127.0.0.1:" + config.managementPort());
    }

    /** What back ends send as {@code Authorization: Bearer}. */
    public String key() {
        return key;
    }

    /** What session cookies are signed with. */
    public String sessionSecret() {
        return halley.secrets().sessionSecret();
    }

    /** The folder of the embedded store. */
    public Path data() {
        return config.store().dataDir();
    }

    /** Ends it as Ctrl-C does; open streams are told to come back. */
    public void stop() {
        halley.stop();
    }

    /** Starts it anew after {@link #stop}, on the same ports and folder. */
    public void start() {
        halley = new Standalone(config);
    }

    public void restart() {
        stop();
        start();
    }

    /** GET of a path of the gateway; the answer's body as text. */
    public HttpResponse<String> get(String pathAndQuery, String... headers) {
        return send(request(gateway(), pathAndQuery, headers).GET());
    }

    /** POST of JSON to a path of the gateway. */
    public HttpResponse<String> post(String pathAndQuery, String json, String... headers) {
        return send(request(gateway(), pathAndQuery, headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** GET of a path of the publisher, with the key. */
    public HttpResponse<String> getAsBackEnd(String pathAndQuery, String... headers) {
        return send(request(publisher(), pathAndQuery, headers)
                .header("Authorization", "Bearer " + key)
                .GET());
    }

    /** POST of JSON to a path of the publisher, with the key. */
    public HttpResponse<String> postAsBackEnd(String pathAndQuery, String json, String... headers) {
        return send(request(publisher(), pathAndQuery, headers)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** Publishes a JSON value and answers {@code {"channel","id","time"}}. */
    public JsonObject publish(String channel, String data) {
        HttpResponse<String> answer = postAsBackEnd("/v1/channels/" + channel + "/events", "{\"data\":" + data + "}");
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    /** Signs a user in and answers what to send as {@code Cookie}. */
    public String signIn(String user) {
        HttpResponse<String> answer = post("/v1/session", "{\"user\":\"" + user + "\"}");
        String cookie = answer.headers()
                .firstValue("Set-Cookie")
                .orElseThrow(() -> new IllegalStateException(answer.statusCode() + " " + answer.body()));
        return cookie.substring(0, cookie.indexOf(';'));
    }

    /** Opens a stream on the gateway as server-sent events. The caller closes it, and reads it with a bound of its own. */
    public HttpResponse<InputStream> stream(String pathAndQuery, String... headers) {
        HttpRequest request = request(gateway(), pathAndQuery, headers)
                .header("Accept", "text/event-stream")
                .build();
        return send(request, BodyHandlers.ofInputStream());
    }

    /** The client that all of these use, for requests that they don't cover. */
    public HttpClient http() {
        return http;
    }

    /** Stops it and takes the folder away. */
    @Override
    public void close() {
        halley.stop();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpRequest.Builder request(URI server, String pathAndQuery, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(pathAndQuery)).timeout(PATIENCE.multipliedBy(4));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request.build(), BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
