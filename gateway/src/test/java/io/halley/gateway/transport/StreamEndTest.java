package io.halley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.subscription.Connection;
import io.halley.gateway.subscription.Subscriber.State;
import io.halley.gateway.subscription.Subscription;
import io.halley.gateway.subscription.Subscriptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a stream ends, and what it takes before, over HTTP, with a clock and a hub that this test turns. */
final class StreamEndTest {

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

    @ParameterizedTest
    @ValueSource(strings = {"sse", "ndjson", "iframe"})
    void ends_a_day_before_its_session_so_that_the_browser_has_it_renewed(String transport) throws Exception {
        long sessionEnd = System.currentTimeMillis() + Duration.ofHours(23).toMillis();
        AtomicInteger over = new AtomicInteger();

        String stream = stream(transport, sessionEnd, over, ScriptedHub.STILL_LOOKING);

        assertThat(stream)
                .containsOnlyOnce("{\"type\":\"$auth-expiring\",\"data\":{\"at\":" + sessionEnd + "}}")
                .containsOnlyOnce("{\"type\":\"$drain\"");
        assertThat(over).hasValue(1);
    }

    /** It is looked at twice: first there was something to say, then there is silence. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "sse, \":\n\n\"",
                "ndjson, \"\n\"",
                "iframe, \"<script nonce=N>\ndocument.body.textContent='';\nparent.halley.onEvents(JSON.parse('[]'));\n</script>\""
            })
    void stays_while_its_session_has_more_than_a_day_and_shows_that_it_lives(String transport, String heartbeat)
            throws Exception {
        long sessionEnd = System.currentTimeMillis() + Duration.ofHours(25).toMillis();

        String stream = stream(transport, sessionEnd, new AtomicInteger(), ScriptedHub.STILL_LOOKING);

        String refused = stream(transport, 0, new AtomicInteger(), ScriptedHub.NO_ROOM);
        assertThat(beforeItsEnd(stream)).isEqualTo(beforeItsEnd(refused) + heartbeat);
    }

    @Test
    void what_was_read_is_nothing_for_one_that_has_not_caught_up() throws Exception {
        OwnEvent read = OwnEvent.read(new JsonObject().put("version", "1.0-0.0"));

        String stream = stream("sse", Long.MAX_VALUE, new AtomicInteger(), ScriptedHub.opening(page -> {
            Connection connection = page.connection();
            connection.write(List.of(), false);
            assertThat(connection.tell(read, "1.0-0.0")).isFalse();
            catchUp(page);
            connection.write(List.of(), true);
            assertThat(connection.tell(read, "1.0-0.0")).isTrue();
        }));

        assertThat(stream).containsOnlyOnce("event: $read\n");
        assertThat(stream.indexOf("event: $caught-up\n")).isBetween(0, stream.indexOf("event: $read\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sse", "ndjson", "iframe"})
    void one_for_which_there_is_no_room_is_told_to_come_back_and_never_was_there(String transport) throws Exception {
        AtomicInteger over = new AtomicInteger();

        String stream = stream(transport, Long.MAX_VALUE, over, ScriptedHub.NO_ROOM);

        assertThat(stream).containsOnlyOnce("{\"type\":\"$drain\"").doesNotContain("$open");
        assertThat(accepted).hasValue(0);
        assertThat(over).hasValue(0);
    }

    /** Its client has gone before it could be held, which nobody says of it any more. */
    @ParameterizedTest
    @ValueSource(strings = {"sse", "ndjson", "iframe", "poll", "ws"})
    void one_that_has_gone_by_then_is_over_at_once(String transport) throws Exception {
        AtomicInteger over = new AtomicInteger();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<Integer> held = new CompletableFuture<>();
        Transports transports = new Transports(
                ScriptedHub.opening(gone -> accepted.addAndGet(100)),
                NO_COMMANDS,
                new SimpleMeterRegistry(),
                bytes -> {});
        Router router = Router.router(vertx);
        router.get("/").handler(context -> {
            SubscribeRequest request = SubscribeRequest.of(context);
            context.request()
                    .connection()
                    .closeHandler(gone -> vertx.runOnContext(later -> {
                        transports.hold(context.request(), request, Long.MAX_VALUE, () -> {
                            accepted.incrementAndGet();
                            return over::incrementAndGet;
                        });
                        held.complete(transports.streamCount() + transports.pollCount());
                    }));
            asked.complete(null);
        });
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), listen(router))) {
            client.getOutputStream()
                    .write(("GET /?channel=public:a&transport=" + transport + " HTTP/1.1\r\nHost: localhost\r\n"
                                    + (transport.equals("ws") ? UnreadClient.UPGRADE : "") + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            asked.get(10, TimeUnit.SECONDS);
        }
        assertThat(held.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(over).hasValue(transport.equals("ws") ? 0 : 1);
        assertThat(accepted).hasValue(over.get());
    }

    private int listen(Router router) throws Exception {
        return Loopback.listen(vertx, new HttpServerOptions().setStrictThreadMode(true), router);
    }

    private static String beforeItsEnd(String stream) {
        String likeOthers = stream.replaceAll("retry: [0-9]+", "retry: N").replaceAll("nonce=\"[^\"]+\"", "nonce=N");
        String script = "<script nonce=N>\n[^\n]*\n[^\n]*drain";
        return likeOthers.split("(retry: N\n\nevent: .drain|" + script + "|\\{\"type\":\"\\$drain)", 2)[0];
    }

    /** Opens a stream, lets the clock turn so far that each stream was looked at twice, then drains what is left. */
    private String stream(String transport, long sessionEnd, AtomicInteger over, Subscriptions hub) throws Exception {
        Router router = Router.router(vertx);
        Transports transports = new Transports(hub, NO_COMMANDS, new SimpleMeterRegistry(), bytes -> {});
        router.get("/").handler(context -> {
            transports.hold(context.request(), SubscribeRequest.of(context), sessionEnd, () -> {
                accepted.incrementAndGet();
                return over::incrementAndGet;
            });
            int ticks = 2 * Heartbeats.PERIOD_SECONDS * (int) (1000 / Transports.TICK_MS);
            for (int i = 0; i < ticks; i++) {
                transports.tick();
            }
            transports.drain();
        });
        URI uri = URI.create("http://127.0.0.1:" + listen(router) + "/?channel=public:a&transport=" + transport);
        return http.send(
                        HttpRequest.newBuilder(uri)
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static void catchUp(Subscription subscription) {
        subscription.subscribers().forEach(subscriber -> subscriber.become(State.LIVE));
        assertThat(subscription.catchUp()).isTrue();
    }
}
