package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.gateway.GatewayVerticle;
import io.halley.gateway.GatewayVerticles;
import io.halley.shared.bus.IdentityCodec;
import io.halley.shared.bus.ReadOutcome;
import io.halley.shared.bus.StoreException;
import io.halley.shared.config.Config;
import io.halley.shared.runtime.Health;
import io.halley.store.StoreVerticle;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of old at a gateway whose store is not there, and then is: they never get an error, and lose nothing. */
@Timeout(60)
class ClassicStoreAwayTest {

    private static final String PAD = " ".repeat(4_000);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<RawConnection> connections = new ArrayList<>();

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
        GatewayVerticle verticle = new GatewayVerticles(config, "s".repeat(48), meters).get();
        deployment = vertx.deployVerticle(verticle).await();
        gateway = URI.create("http://127.0.0.1:" + verticle.port());
    }

    @AfterEach
    void stop() {
        connections.forEach(RawConnection::kill);
        vertx.close().await();
    }

    @Test
    void every_poll_is_held_and_goes_on_when_the_store_comes() throws Exception {
        RawConnection chat = open("chat?timestamp=0");
        RawConnection push = open("push?id=1&timestamp=5");
        RawConnection novcomet = open("novcomet?subscribed[k]=5");
        RawConnection messages = open("messages?user=1");
        assertThat(messages.readHead().status()).isEqualTo(200);
        assertThat(messages.readUntil("<br />")).hasSize(4_006);
        assertThat(open("chat?msg=lost").readAnswer().status()).isEqualTo(503);
        assertThat(open("novcomet?publish=k").readAnswer().status()).isEqualTo(503);
        assertThat(open("push/?id=1").readAnswer().body()).contains("your id is [1]");
        for (RawConnection held : List.of(chat, push, novcomet)) {
            held.patience(Duration.ofMillis(50));
            assertThatThrownBy(held::readHead).isInstanceOf(SocketTimeoutException.class);
            held.patience(Duration.ofSeconds(20));
        }

        deployStore();
        // what was refused was not stored
        assertThat(open("chat?msg=first").readAnswer().status()).isEqualTo(200);
        assertThat(chat.readAnswer().body().strip()).startsWith("{\"msg\":\"first\",");
        assertThat(open("push?msg=1a.example").readAnswer().status()).isEqualTo(200);
        assertThat(push.readAnswer().body().strip()).startsWith("{\"msg\":\"1a.example\",");
        messages.patience(Duration.ofSeconds(20));
        assertThat(messages.readUntil("a.example<br />")).endsWith("<br />http://a.example<br />");
        assertThat(open("novcomet?publish=k").readAnswer().body()).isEqualTo("true");
        assertThat(novcomet.readAnswer().body().strip()).startsWith("{\"s\":1,\"k\":{\"k\":");
    }

    @Test
    void a_message_whose_claim_is_not_answered_is_shown_all_the_same() throws Exception {
        deployStore();
        AtomicBoolean once = new AtomicBoolean();
        vertx.eventBus().addOutboundInterceptor(delivery -> {
            if (delivery.body() instanceof ReadOutcome && once.compareAndSet(false, true)) {
                vertx.eventBus().send(delivery.message().address(), new StoreException("the answer was lost"));
            } else {
                delivery.next();
            }
        });
        RawConnection messages = open("messages?user=1");
        messages.readHead();
        messages.readUntil("<br />");
        open("push?msg=1a.example").readAnswer();
        assertThat(messages.readUntil("a.example<br />")).isEqualTo(PAD + "<br />http://a.example<br />");
        assertThat(once).isTrue();
        open("push?msg=1b.example").readAnswer();
        assertThat(messages.readUntil("b.example<br />")).isEqualTo(PAD + "<br />http://b.example<br />");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_stop_waits_for_a_claim_and_shows_what_it_is_not_told_in_time(boolean isTold) throws Exception {
        deployStore();
        CompletableFuture<DeliveryContext<?>> answer = new CompletableFuture<>();
        vertx.eventBus().addOutboundInterceptor(delivery -> {
            if (!(delivery.body() instanceof ReadOutcome) || !answer.complete(delivery)) {
                delivery.next();
            }
        });
        RawConnection messages = open("messages?user=1");
        messages.readHead();
        messages.readUntil("<br />");
        open("push?msg=1a.example").readAnswer();
        DeliveryContext<?> held = answer.get(10, TimeUnit.SECONDS);
        Future<?> stopped = vertx.undeploy(deployment);
        if (isTold) {
            held.next();
        }
        assertThat(messages.readUntil("a.example<br />")).isEqualTo(PAD + "<br />http://a.example<br />");
        assertThat(messages.readBody()).isEqualTo(-1);
        stopped.await();
    }

    private void deployStore() {
        vertx.deployVerticle(new StoreVerticle(config.store(), new Health(), meters))
                .await();
    }

    private RawConnection open(String path) throws IOException {
        RawConnection connection = new RawConnection(gateway).get("/classic/" + path);
        connections.add(connection);
        return connection;
    }
}
