package io.halley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.Events;
import io.halley.gateway.subscription.Subscriber;
import io.halley.gateway.subscription.Subscription;
import io.halley.gateway.subscription.Subscriptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A poll whose time is over, or whose gateway stops or is full, over HTTP. */
final class PollReleaseTest {

    /** For transports that listen to none. */
    private static final Commands NO_COMMANDS =
            (message, subscription) -> Future.failedFuture("no command is expected");

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger accepted = new AtomicInteger();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    /** The page is handed over, the cursor behind it, and the turn not yet at its end when the gateway stops. */
    @Test
    void takes_along_what_the_turn_has_brought() throws Exception {
        HttpResponse<String> answer = poll(ScriptedHub.opening(PollReleaseTest::page));

        JsonObject json = new JsonObject(answer.body());
        assertThat(json.getJsonArray("events")).hasSize(3);
        assertThat(json.getString("cursor")).isEqualTo("aaaaaaaa.3");
        assertThat(accepted).hasValue(1);
    }

    @Test
    void is_refused_where_there_is_no_room() throws Exception {
        HttpResponse<String> answer = poll(ScriptedHub.NO_ROOM);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(accepted).hasValue(0);
    }

    private HttpResponse<String> poll(Subscriptions subscriptions) throws Exception {
        Router router = Router.router(vertx);
        Transports transports = new Transports(subscriptions, NO_COMMANDS, new SimpleMeterRegistry(), bytes -> {});
        router.get("/").handler(context -> {
            transports.hold(context.request(), SubscribeRequest.of(context), Long.MAX_VALUE, () -> {
                accepted.incrementAndGet();
                return () -> {};
            });
            transports.drain();
        });
        int port = Loopback.listen(vertx, new HttpServerOptions(), router);
        URI uri = URI.create("http://127.0.0.1:" + port + "/?channel=public:a&cursor=0.0");
        return http.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    }

    /** It is in memory, and the turn is not yet at its end. */
    private static void page(Subscription subscription) {
        Subscriber subscriber = subscription.subscribers().get(0);
        subscriber.take(Events.frame("public:a", 3));
    }
}
