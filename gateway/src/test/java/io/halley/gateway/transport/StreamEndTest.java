package io.halley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.subscription.Subscription;
import io.halley.gateway.subscription.Subscriptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream whose session is about to end, over HTTP, with a clock that this test turns. */
final class StreamEndTest {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void ends_a_day_before_its_session_so_that_the_browser_has_it_renewed() throws Exception {
        long sessionEnd = System.currentTimeMillis() + Duration.ofHours(23).toMillis();
        AtomicInteger over = new AtomicInteger();

        String stream = stream(sessionEnd, over);

        assertThat(stream)
                .startsWith("retry: ")
                .contains("event: $auth-expiring\ndata: {\"type\":\"$auth-expiring\",\"data\":{\"at\":" + sessionEnd
                        + "}}")
                .contains("event: $drain\n");
        assertThat(over).hasValue(1);
    }

    @Test
    void stays_while_its_session_has_more_than_a_day() throws Exception {
        long sessionEnd = System.currentTimeMillis() + Duration.ofHours(25).toMillis();

        String stream = stream(sessionEnd, new AtomicInteger());

        assertThat(stream).contains(":\n\n").doesNotContain("$auth-expiring").contains("event: $drain\n");
    }

    /** Opens a stream, lets the clock turn so far that each stream was looked at twice, then drains what is left. */
    private String stream(long sessionEnd, AtomicInteger over) throws Exception {
        HttpServer server = vertx.createHttpServer();
        Router router = Router.router(vertx);
        Transports transports = new Transports(new Nobody(), new SimpleMeterRegistry());
        router.get("/").handler(context -> {
            transports.hold(context.request(), SubscribeRequest.of(context), sessionEnd, over::incrementAndGet);
            int ticks = 2 * Heartbeats.PERIOD_SECONDS * (int) (1000 / Transports.TICK_MS);
            for (int i = 0; i < ticks; i++) {
                transports.tick();
            }
            transports.drain();
        });
        int port = server.requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .actualPort();
        URI uri = URI.create("http://127.0.0.1:" + port + "/?channel=public:a&transport=sse");
        return http.send(
                        HttpRequest.newBuilder(uri)
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    /** A hub that is still looking for where reading starts. */
    private static final class Nobody implements Subscriptions {
        @Override
        public boolean hasRoom(int channels) {
            return true;
        }

        @Override
        public void open(Subscription subscription) {}

        @Override
        public void resume(Subscription subscription) {}

        @Override
        public void close(Subscription subscription) {
            subscription.close();
        }
    }
}
