package io.halley.standalone.gateway;

import static io.halley.standalone.gateway.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.GatewayVerticle;
import io.halley.gateway.GatewayVerticles;
import io.halley.shared.bus.IdentityCodec;
import io.halley.shared.config.Config;
import io.halley.shared.runtime.Health;
import io.halley.store.StoreVerticle;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose store is not there, and then is. */
@Timeout(60)
class StoreAwayTest {

    private static final String SECRET = "s".repeat(48);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    private Path folder;

    private Vertx vertx;
    private Config config;
    private URI gateway;
    private String deployment;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        IdentityCodec.register(vertx.eventBus());
        Config read = Config.read(Map.of("HALLEY_DATA_DIR", folder.toString()));
        config = new Config(
                read.host(), 0, 0, 0, read.store(), null, null, read.login(), read.trustedProxies(), read.classic());
        GatewayVerticle verticle = new GatewayVerticles(config, SECRET, meters).get();
        deployment = vertx.deployVerticle(verticle).await();
        gateway = URI.create("http://127.0.0.1:" + verticle.port());
    }

    @AfterEach
    void stop() {
        // it still has something to tell the store
        vertx.undeploy(deployment).await();
        vertx.close().await();
    }

    @Test
    void streams_are_held_and_go_on_when_it_comes_while_all_else_is_refused_at_once() throws Exception {
        long now = System.currentTimeMillis() / 1000;
        String cookie = "halley_1="
                + Jwt.hs256(
                        SECRET,
                        "{\"sub\":\"1\",\"aud\":\"halley-session\",\"iat\":" + now + ",\"exp\":" + (now + 86_400 * 20)
                                + "}");
        try (SseStream live = SseStream.open(gateway, "channel=chat:x", "Cookie", cookie);
                SseStream start = SseStream.open(gateway, "channel=chat:x&cursor=start", "Cookie", cookie);
                TransportClient lines = Transport.NDJSON.open(gateway, "channel=chat:x", "Cookie", cookie);
                TransportClient frame = Transport.IFRAME.open(gateway, "channel=chat:x", "Cookie", cookie);
                RawWebSocket socket = RawWebSocket.open(gateway, "channel=chat:x", "Cookie", cookie);
                RawConnection other = new RawConnection(gateway)) {
            assertThat(lines.head().status()).isEqualTo(200);
            assertThat(frame.head().status()).isEqualTo(200);
            assertThat(live.next().retry()).isNotNull();
            assertThat(start.next().retry()).isNotNull();
            socket.send("{\"subscribe\":[{\"channel\":\"chat:w\"}]}");

            long asked = System.nanoTime();
            other.get("/v1/events?channel=chat:y&wait=30", "Cookie", cookie);
            assertAway(other.readAnswer());
            other.get("/v1/events?channel=chat:z&cursor=start&wait=0", "Cookie", cookie);
            assertAway(other.readAnswer());
            post(other, "/v1/channels/chat:x/events", "{\"data\":1}", cookie);
            assertAway(other.readAnswer());
            post(other, "/v1/session", "{\"user\":\"2\"}", cookie);
            assertAway(other.readAnswer());
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));

            vertx.deployVerticle(new StoreVerticle(config.store(), new Health(), meters))
                    .await();
            assertThat(live.patience(Duration.ofSeconds(15)).replay()).isEmpty();
            assertThat(start.patience(Duration.ofSeconds(15)).replay()).isEmpty();
            assertThat(lines.replay()).hasSize(2);
            assertThat(frame.replay()).hasSize(2);
            assertThat(socket.upTo("$ok").get(0).getString("type")).isEqualTo("$open");
            post(other, "/v1/channels/chat:x/events", "{\"data\":2}", cookie);
            assertThat(other.readAnswer().status()).isEqualTo(201);
            // what was refused was not stored
            assertThat(live.next().json().getInteger("data")).isEqualTo(2);
            assertThat(start.next().json().getInteger("data")).isEqualTo(2);
            assertThat(socket.upTo("message")).last().satisfies(event -> assertThat(event.getInteger("data"))
                    .isEqualTo(2));
        }
    }

    private static void post(RawConnection connection, String path, String json, String cookie) throws Exception {
        String request = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nCookie: "
                + cookie + "\r\nContent-Length: " + json.length() + "\r\n\r\n" + json;
        connection.send(request.getBytes(StandardCharsets.US_ASCII));
    }

    private static void assertAway(RawConnection.Answer answer) {
        assertThat(answer.header("Retry-After")).isNotNull();
        assertProblem(answer, 503, "unavailable", "store");
    }
}
