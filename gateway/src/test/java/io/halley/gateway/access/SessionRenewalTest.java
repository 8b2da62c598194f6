package io.halley.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.config.Config;
import io.halley.shared.event.UserId;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a session stays alive while it is used, with a clock that this test turns. */
final class SessionRenewalTest {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final String secret = "a-secret-of-at-least-32-characters";
    private final Instant begin = Instant.now();
    private volatile Instant now = begin;
    private final SessionTokens tokens = new SessionTokens(vertx, secret, () -> now);
    private URI uri = URI.create("http://127.0.0.1");

    @BeforeEach
    void start() throws Exception {
        Sessions sessions = new Sessions(vertx, Config.read(Map.of()), secret, () -> now);
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            Session session = sessions.of(request, null);
            if (request.headers().contains("Upgrade")) {
                request.toWebSocket();
                return;
            }
            request.response().end(session == null ? "nobody" : session.user() + " until " + session.expiresAt());
        });
        int port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .actualPort();
        uri = URI.create("http://127.0.0.1:" + port);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void a_session_that_is_used_after_a_day_is_renewed() throws Exception {
        String cookie = "halley_1=" + tokens.issue(new UserId("1"));

        now = begin.plus(Duration.ofHours(23));
        HttpResponse<String> young = get(cookie);
        now = begin.plus(Duration.ofHours(25));
        HttpResponse<String> old = get(cookie);

        assertThat(young.headers().firstValue("Set-Cookie")).isEmpty();
        String renewed = old.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(renewed).startsWith("halley_1=").contains("Max-Age=2592000", "HTTPOnly", "SameSite=Lax");
        assertThat(old.body())
                .isEqualTo("1 until " + now.plus(Duration.ofDays(30)).getEpochSecond());

        now = begin.plus(Duration.ofDays(31));
        assertThat(get(cookie).body()).as("the old one is over").isEqualTo("nobody");
    }

    @Test
    void so_is_one_whose_page_opens_a_web_socket() throws Exception {
        String cookie = "halley_1=" + tokens.issue(new UserId("1"));
        now = begin.plus(Duration.ofHours(25));
        WebSocketClient client = vertx.createWebSocketClient();
        WebSocket socket = client.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(uri.getPort())
                        .addHeader("Cookie", cookie))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(socket.headers().getAll("Set-Cookie")).singleElement().satisfies(renewed -> assertThat(renewed)
                .startsWith("halley_1=")
                .contains("Max-Age=2592000"));
    }

    private HttpResponse<String> get(String cookie) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(10))
                        .header("Cookie", cookie)
                        .build(),
                BodyHandlers.ofString());
    }
}
