package io.halley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.subscription.Subscription;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a WebSocket is closed that nothing is wrong with on the client's side, with a clock and a hub of this test. */
@Timeout(30)
final class WebSocketEndTest {

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger over = new AtomicInteger();
    private final CompletableFuture<Context> loop = new CompletableFuture<>();
    private final AtomicReference<Transports> transports = new AtomicReference<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void one_for_which_there_is_no_room_is_told_when_to_come_back_and_never_was_there() throws Exception {
        String said = said(Long.MAX_VALUE, false, subscription -> {});
        assertThat(said).matches("\\{\"type\":\"\\$drain\",\"data\":\\{\"retry\":[0-9]+}}\n1013 .+");
        assertThat(accepted).hasValue(0);
        assertThat(over).hasValue(0);
    }

    @Test
    void ends_a_day_before_its_session_so_that_the_browser_has_it_renewed() throws Exception {
        long sessionEnd = System.currentTimeMillis() + Duration.ofHours(23).toMillis();
        String said = said(sessionEnd, true, subscription -> vertx.runOnContext(later -> look()));
        assertThat(said)
                .matches("\\{\"type\":\"\\$auth-expiring\",\"data\":\\{\"at\":" + sessionEnd
                        + "}}\n\\{\"type\":\"\\$drain\".*\n1012 .+");
        assertThat(over).hasValue(1);
    }

    @Test
    void says_every_few_seconds_that_it_lives() throws Exception {
        String said = said(
                Long.MAX_VALUE,
                true,
                subscription -> vertx.runOnContext(later -> {
                    look();
                    look();
                    transports().drain();
                }));
        assertThat(said).matches("\n+\\{\"type\":\"\\$drain\".*\n1012 .+");
        assertThat(over).hasValue(1);
    }

    @Test
    void is_closed_when_something_breaks_here_so_that_the_client_comes_back() throws Exception {
        String said = said(
                Long.MAX_VALUE,
                true,
                subscription ->
                        vertx.runOnContext(later -> subscription.connection().cut()));
        assertThat(said).startsWith("1011 ");
        assertThat(over).hasValue(1);
    }

    @Test
    void what_is_said_before_it_is_known_where_to_start_is_heard_once_that_is_said_and_in_its_order() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        CompletableFuture<Subscription> held = new CompletableFuture<>();
        Heard client = new Heard();
        WebSocket socket =
                open(Long.MAX_VALUE, new ScriptedHub(true, held::complete), client, (message, subscription) -> {
                    heard.add(message);
                    if (heard.size() == 3) {
                        vertx.runOnContext(later -> transports().drain());
                    }
                    String ref = String.valueOf(heard.size());
                    return Future.succeededFuture(() -> OwnEvent.ok(ref, new JsonObject()));
                });
        socket.sendText("[1]", true).get(10, TimeUnit.SECONDS);
        socket.sendText("[", false).get(10, TimeUnit.SECONDS);
        socket.sendText("2]", true).get(10, TimeUnit.SECONDS);
        socket.sendText("[3]", true).get(10, TimeUnit.SECONDS);
        socket.sendPing(ByteBuffer.allocate(1)).get(10, TimeUnit.SECONDS);
        client.pong.get(10, TimeUnit.SECONDS);
        Subscription subscription = held.get(10, TimeUnit.SECONDS);
        assertThat(heard).isEmpty();

        loop.get(10, TimeUnit.SECONDS).runOnContext(found -> {
            subscription.started();
            subscription.connection().write(List.of(), false);
        });
        assertThat(client.all.get(10, TimeUnit.SECONDS))
                .matches("\\{\"type\":\"\\$open\".*\n.*\"ref\":1}}\n.*\"ref\":2}}\n.*\"ref\":3}}\n.*drain.*\n1012 .+");
        assertThat(heard).containsExactly("[1]", "[2]", "[3]");
    }

    private Transports transports() {
        return Objects.requireNonNull(transports.get());
    }

    /** So often that each stream was looked at. */
    private void look() {
        for (int i = 0; i < Heartbeats.PERIOD_SECONDS * 1000 / Transports.TICK_MS; i++) {
            transports().tick();
        }
    }

    /** Opens a WebSocket, and answers all that came over it, and behind that the code and the reason of its end. */
    private String said(long sessionEnd, boolean room, Consumer<Subscription> opened) throws Exception {
        Heard heard = new Heard();
        open(
                sessionEnd,
                new ScriptedHub(room, opened),
                heard,
                (message, subscription) -> Future.failedFuture("no command"));
        return heard.all.get(10, TimeUnit.SECONDS);
    }

    private WebSocket open(long sessionEnd, ScriptedHub hub, Heard heard, Commands commands) throws Exception {
        Router router = Router.router(vertx);
        transports.set(new Transports(hub, commands, new SimpleMeterRegistry(), bytes -> {}));
        router.get("/").handler(context -> {
            loop.complete(vertx.getOrCreateContext());
            transports().hold(context.request(), SubscribeRequest.of(context), sessionEnd, () -> {
                accepted.incrementAndGet();
                return over::incrementAndGet;
            });
        });
        int port = Loopback.listen(vertx, new HttpServerOptions().setStrictThreadMode(true), router);
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/?channel=public:a"), heard)
                .get(10, TimeUnit.SECONDS);
    }

    private static final class Heard implements WebSocket.Listener {

        final CompletableFuture<String> all = new CompletableFuture<>();
        final CompletableFuture<Void> pong = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            pong.complete(null);
            return WebSocket.Listener.super.onPong(socket, message);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            return WebSocket.Listener.super.onText(socket, data, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            all.complete(text + "" + code + " " + reason);
            return WebSocket.Listener.super.onClose(socket, code, reason);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            all.completeExceptionally(error);
        }
    }
}
