package io.halley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.subscription.Subscription;
import io.halley.shared.wire.Wire;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of a WebSocket that say too much at once, or not all of it, with a clock that this test turns. */
@Timeout(30)
final class WebSocketInletTest {

    private static final int TEXT = 0x81;
    private static final int BEGUN_TEXT = 0x01;
    private static final int MORE_TEXT = 0x00;
    private static final int LAST_TEXT = 0x80;
    private static final int PING = 0x89;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<io.netty.channel.Channel> channel = new CompletableFuture<>();
    private final CompletableFuture<Context> loop = new CompletableFuture<>();
    private final AtomicInteger over = new AtomicInteger();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Transports transports = new Transports(
            new ScriptedHub(true, subscription::complete), (message, from) -> hear(message), meters, bytes -> {});
    private int port;

    @BeforeEach
    void listen() throws Exception {
        Router router = Router.router(vertx);
        router.get("/").handler(context -> {
            transports.hold(
                    context.request(), SubscribeRequest.of(context), Long.MAX_VALUE, () -> over::incrementAndGet);
            channel.complete(Wire.of(context.request().connection()));
            loop.complete(vertx.getOrCreateContext());
        });
        port = Loopback.listen(vertx, new HttpServerOptions().setStrictThreadMode(true), router);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Future<Supplier<OwnEvent>> hear(String message) {
        if (message.equals("\"break\"")) {
            throw new IllegalStateException("a fault of this test");
        }
        heard.add(message);
        return Future.succeededFuture(() -> OwnEvent.ok(message, new JsonObject()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void who_does_not_end_what_it_began_is_cut_off_after_half_a_minute(boolean aFrame) throws Exception {
        try (UnreadClient client = open()) {
            begin();
            byte[] begun = aFrame ? UnreadClient.head(TEXT, 100_000) : UnreadClient.frame(BEGUN_TEXT, "\"");
            arrive(client, begun, aFrame ? new byte[50_000] : UnreadClient.frame(MORE_TEXT, "x"));
            onLoop(() -> look(Heartbeats.MOST_STALLED_BEATS - 1));
            arrive(client, aFrame ? new byte[49_999] : UnreadClient.frame(PING, ""));
            assertThat(over).hasValue(0);
            onLoop(() -> look(1));

            assertThat(channel.join().isOpen()).isFalse();
            assertThat(over).hasValue(1);
            assertThat(meters.counter("halley_connections_cut", "reason", "stalled")
                            .count())
                    .isEqualTo(1);
            // it was told that the connection lives as long as it did
            assertThat(all(client)).contains("$open", "\u0081\u0001\n");
        }
    }

    @Test
    void who_ends_each_thing_that_it_begins_goes_on() throws Exception {
        try (UnreadClient client = open()) {
            begin();
            for (int i = 0; i < 3; i++) {
                arrive(client, UnreadClient.frame(BEGUN_TEXT, "\"a"), UnreadClient.head(LAST_TEXT, 3));
                onLoop(() -> look(1));
                arrive(client, new byte[] {'b'});
                onLoop(() -> look(Heartbeats.MOST_STALLED_BEATS - 2));
                // so that there is something begun at each look
                arrive(client, new byte[] {'c', '"', (byte) TEXT, (byte) 0x84, 0, 0, 0, 0, '"'});
                onLoop(() -> look(1));
                arrive(client, new byte[] {'d', 'd', '"'});
            }
            onLoop(() -> look(Heartbeats.MOST_STALLED_BEATS));
            assertThat(heard).containsExactly("\"abc\"", "\"dd\"", "\"abc\"", "\"dd\"", "\"abc\"", "\"dd\"");
            assertThat(over).hasValue(0);
        }
    }

    /** Thousands come with one read, when it is too late to stop reading. */
    @Test
    void no_more_frames_are_made_of_what_comes_than_are_taken() throws Exception {
        try (UnreadClient client = open()) {
            AtomicInteger frames = new AtomicInteger();
            onLoop(() -> channel.join()
                    .pipeline()
                    .addBefore(
                            channel.join().pipeline().lastContext().name(), null, new ChannelInboundHandlerAdapter() {
                                @Override
                                public void channelRead(ChannelHandlerContext from, Object message) {
                                    frames.addAndGet(message instanceof WebSocketFrame ? 1 : 0);
                                    from.fireChannelRead(message);
                                }
                            }));
            ByteArrayOutputStream many = new ByteArrayOutputStream();
            List<String> said = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                said.add(String.valueOf(i));
                many.writeBytes(UnreadClient.frame(TEXT, said.get(i)));
            }
            CompletableFuture<Void> sent = vertx.<Void>executeBlocking(() -> {
                        client.send(many.toByteArray());
                        return null;
                    })
                    .toCompletionStage()
                    .toCompletableFuture();
            while (frames.get() == 0) {
                onLoop(() -> {});
            }
            assertThat(frames.get()).isLessThanOrEqualTo(16);
            begin();
            for (String last = "\"ref\":1999}"; !client.line().contains(last); ) {
                // each has its answer
            }
            sent.get(10, TimeUnit.SECONDS);
            assertThat(heard).isEqualTo(said);
        }
    }

    @Test
    void what_was_held_up_is_answered_and_where_it_breaks_a_rule_closed() throws Exception {
        try (UnreadClient client = open()) {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            for (int i = 0; i < 100; i++) {
                said.writeBytes(UnreadClient.frame(TEXT, "1"));
            }
            said.writeBytes(UnreadClient.frame(PING, "ping"));
            said.writeBytes(new byte[] {(byte) TEXT, 1, '1'});
            arrive(client, said.toByteArray());
            begin();
            assertThat(all(client)).contains("\u008a\u0004ping").endsWith("\u0003\u00eaa frame breaks RFC 6455");
            assertThat(heard).hasSize(100);
        }
    }

    /** It has closed already, behind what is not taken any more. */
    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void who_has_said_that_it_closes_is_not_waited_for(int commands) throws Exception {
        try (UnreadClient client = open()) {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            for (int i = 0; i < commands; i++) {
                said.writeBytes(UnreadClient.frame(TEXT, "1"));
            }
            said.writeBytes(UnreadClient.CLOSE);
            arrive(client, said.toByteArray(), transports::drain);

            assertThat(channel.join().isOpen()).isFalse();
            assertThat(over).hasValue(1);
            assertThat(all(client)).contains("$drain").endsWith("\u0003\u00f4come back");
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void one_whose_command_breaks_something_is_closed_and_not_left_without_an_answer() throws Exception {
        try (UnreadClient client = open()) {
            begin();
            client.send(UnreadClient.frame(TEXT, "\"break\""));
            assertThat(all(client)).endsWith("\u0003\u00f3something broke here: come back");
            assertThat(over).hasValue(1);
        }
    }

    private UnreadClient open() throws Exception {
        UnreadClient client = new UnreadClient(port, "ws");
        subscription.get(10, TimeUnit.SECONDS);
        loop.get(10, TimeUnit.SECONDS);
        while (!client.line().equals("\r")) {
            // the head of the answer to its handshake
        }
        return client;
    }

    /** It is known where reading starts, and what the client says is taken. */
    private void begin() throws Exception {
        onLoop(() -> {
            subscription.join().started();
            subscription.join().connection().write(List.of(), false);
        });
    }

    /** Sends these, and waits until they were read. */
    private void arrive(UnreadClient client, byte[]... parts) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List.of(parts).forEach(all::writeBytes);
        CompletableFuture<Void> read = new CompletableFuture<>();
        Counting counting = new Counting(all.size(), read);
        onLoop(() -> channel.join().pipeline().addFirst(counting));
        client.send(all.toByteArray());
        read.get(10, TimeUnit.SECONDS);
        onLoop(() -> channel.join().pipeline().remove(counting));
    }

    /** Sends these, and when they were read does something at once: what it has said is not waited for much longer. */
    private void arrive(UnreadClient client, byte[] bytes, Runnable next) throws Exception {
        CompletableFuture<Void> read = new CompletableFuture<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        onLoop(() -> channel.join().pipeline().addFirst(new Counting(bytes.length, read)));
        var unused = read.thenRun(() -> loop.join().runOnContext(turn -> {
            next.run();
            done.complete(null);
        }));
        client.send(bytes);
        done.get(10, TimeUnit.SECONDS);
        onLoop(() -> {});
    }

    private static String all(UnreadClient client) throws Exception {
        return new String(client.rest(), StandardCharsets.ISO_8859_1);
    }

    private void look(int times) {
        long ticks = Heartbeats.PERIOD_SECONDS * 1000L / Transports.TICK_MS * times;
        for (long i = 0; i < ticks; i++) {
            transports.tick();
        }
    }

    /** And all that follows from it on the loop at once. */
    private void onLoop(Runnable action) throws Exception {
        for (Runnable step : List.<Runnable>of(action, () -> {})) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            loop.get(10, TimeUnit.SECONDS).runOnContext(now -> {
                step.run();
                done.complete(null);
            });
            done.get(10, TimeUnit.SECONDS);
        }
    }
}
