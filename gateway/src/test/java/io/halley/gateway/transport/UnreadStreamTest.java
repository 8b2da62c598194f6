package io.halley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.Events;
import io.halley.gateway.framing.Frame;
import io.halley.gateway.subscription.Connection;
import io.halley.gateway.subscription.Subscription;
import io.halley.gateway.subscription.Subscriptions;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams whose client takes nothing, with a clock that this test turns: nothing of them stays. */
@Timeout(30)
final class UnreadStreamTest {

    /** A closing frame of 1000, masked with zeros. */
    private static final byte[] CLOSE = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 3, (byte) 0xe8};

    private static final int PINGS = 1_000;
    private static final int A_PING = 6 + 125;

    /** The last event of the flood. */
    private static final String LAST = "aaaaaaaa.20000\"";

    static final String UPGRADE =
            """
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            """;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CompletableFuture<io.netty.channel.Channel> channel = new CompletableFuture<>();
    private final Flooding hub = new Flooding(channel::join);
    private final Transports transports =
            new Transports(hub, (message, subscription) -> Future.failedFuture("no command is expected"), meters);
    private final CompletableFuture<Context> loop = new CompletableFuture<>();
    private final AtomicInteger over = new AtomicInteger();
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
        // with no write queue but the channel's, as the gateway has it
        port = vertx.createHttpServer(
                        new HttpServerOptions().setStrictThreadMode(true).setSendBufferSize(16 * 1024))
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sse", "ndjson", "iframe", "ws"})
    void is_cut_off_after_half_a_minute(String transport) throws Exception {
        try (Socket client = unread(transport)) {
            onLoop(() -> look(Heartbeats.MOST_STALLED_BEATS - 1));
            assertThat(over).hasValue(0);
            onLoop(() -> look(1));

            assertThat(hub.closed.get(10, TimeUnit.SECONDS).isClosed()).isTrue();
            assertEnds(client);
            assertGone();
            assertThat(meters.counter("halley_connections_cut", "reason", "stalled")
                            .count())
                    .isEqualTo(1);
        }
    }

    /** Neither what it is sent nor the end of that is taken. */
    @Test
    void one_that_is_to_close_and_does_not_is_gone_soon() throws Exception {
        hub.untilFull = false;
        try (Socket client = unread("ws")) {
            onLoop(transports::drain);
            assertGone();
            channel.get().closeFuture().get(10, TimeUnit.SECONDS);
            assertEnds(client);
        }
    }

    /** Nothing is too much for it yet, but what it is answered with is not taken any more. */
    @Test
    void one_that_says_it_closes_and_takes_no_answer_is_gone_soon() throws Exception {
        hub.untilFull = false;
        try (Socket client = unread("ws")) {
            assertThat(channel.get().isWritable()).isTrue();
            client.getOutputStream().write(CLOSE);
            client.getOutputStream().flush();

            assertThat(hub.closed.get(10, TimeUnit.SECONDS).isClosed()).isTrue();
            assertEnds(client);
            assertGone();
        }
    }

    /** What it would be answered with is never taken. */
    @Test
    void one_that_says_it_closes_is_gone_at_once() throws Exception {
        try (Socket client = unread("ws")) {
            client.getOutputStream().write(CLOSE);
            client.getOutputStream().flush();

            assertThat(hub.closed.get(10, TimeUnit.SECONDS).isClosed()).isTrue();
            assertEnds(client);
            assertGone();
        }
    }

    /** What they would be answered with would pile up. */
    @Test
    void pings_of_one_that_takes_nothing_are_not_answered() throws Exception {
        try (Socket client = unread("ws")) {
            CompletableFuture<Void> behind = new CompletableFuture<>();
            channel.get().pipeline().addFirst(new Counting(() -> behind.complete(null)));
            client.getOutputStream().write(pings(PINGS, (byte) 'a'));
            behind.get(10, TimeUnit.SECONDS);

            InputStream in = new BufferedInputStream(client.getInputStream());
            for (int floods = 0; floods < hub.floods.get(); floods += line(in).contains(LAST) ? 1 : 0) {
                // all that lies before the answer
            }
            client.getOutputStream().write(pings(1, (byte) 'b'));
            assertThat(new String(in.readNBytes(2 + 125), StandardCharsets.ISO_8859_1))
                    .isEqualTo("\u008a}" + "b".repeat(125));
        }
    }

    /** Opens a stream to which more is written than both kernels take. */
    private Socket unread(String transport) throws Exception {
        Socket client = new Socket();
        client.setReceiveBufferSize(4 * 1024);
        client.setSoTimeout(10_000);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        String head = "GET /?channel=public:a&transport=" + transport + " HTTP/1.1\r\nHost: localhost\r\n"
                + (transport.equals("ws") ? UPGRADE : "") + "\r\n";
        client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
        loop.get(10, TimeUnit.SECONDS);
        hub.full.get(10, TimeUnit.SECONDS);
        return client;
    }

    private void look(int times) {
        long ticks = Heartbeats.PERIOD_SECONDS * 1000L / Transports.TICK_MS * times;
        for (long i = 0; i < ticks; i++) {
            transports.tick();
        }
    }

    private void onLoop(Runnable action) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.get().runOnContext(now -> {
            action.run();
            done.complete(null);
        });
        done.get(10, TimeUnit.SECONDS);
    }

    /** It is not reset, so that all that was on its way can be read. */
    private static void assertEnds(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        assertThat(in.readAllBytes()).isNotEmpty();
    }

    private void assertGone() throws Exception {
        onLoop(() -> {
            assertThat(over).hasValue(1);
            assertThat(transports.streamCount()).isZero();
        });
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    /** Of 125 bytes each, masked with zeros. */
    private static byte[] pings(int count, byte payload) {
        byte[] pings = new byte[count * A_PING];
        Arrays.fill(pings, payload);
        for (int i = 0; i < pings.length; i += A_PING) {
            System.arraycopy(new byte[] {(byte) 0x89, (byte) 0xfd, 0, 0, 0, 0}, 0, pings, i, 6);
        }
        return pings;
    }

    /** Says when all pings were read, and what comes of them was done. */
    private static final class Counting extends ChannelInboundHandlerAdapter {

        private final Runnable read;
        private int left = PINGS * A_PING;

        Counting(Runnable read) {
            this.read = read;
        }

        @Override
        public void channelRead(ChannelHandlerContext from, Object message) {
            left -= ((ByteBuf) message).readableBytes();
            from.fireChannelRead(message);
            if (left == 0) {
                read.run();
            }
        }
    }

    /** A hub that has more than anyone takes. */
    private static final class Flooding implements Subscriptions {

        private static final Channel CHANNEL = new Channel("public:a");

        private final Supplier<io.netty.channel.Channel> channelOf;
        boolean untilFull = true;

        Flooding(Supplier<io.netty.channel.Channel> channelOf) {
            this.channelOf = channelOf;
        }

        final AtomicInteger floods = new AtomicInteger();
        final CompletableFuture<Subscription> full = new CompletableFuture<>();
        final CompletableFuture<Subscription> closed = new CompletableFuture<>();

        @Override
        public boolean hasRoom(int channels) {
            return true;
        }

        @Override
        public void open(Subscription subscription) {
            subscription.started();
            // not while the request is being read, when nothing is sent
            Objects.requireNonNull(Vertx.currentContext()).runOnContext(later -> {
                if (untilFull) {
                    fill(subscription.connection());
                } else {
                    fillUp(subscription.connection(), channelOf.get());
                }
                full.complete(subscription);
            });
        }

        private void fill(Connection connection) {
            Frame flood = frame(20_000);
            while (connection.isWritable()) {
                connection.write(List.of(flood), false);
                floods.incrementAndGet();
            }
        }

        /** So that more waits here than both kernels take by and by, and less than is too much. */
        private static void fillUp(Connection connection, io.netty.channel.Channel channel) {
            while (channel.unsafe().outboundBuffer().totalPendingWriteBytes() < 32 * 1024) {
                connection.write(List.of(frame(10)), false);
            }
        }

        private static Frame frame(int events) {
            return new Frame(
                    CHANNEL,
                    EventId.NONE,
                    Events.of(CHANNEL.name(), "aaaaaaaa", 1, events),
                    new EventId("aaaaaaaa", events),
                    null);
        }

        @Override
        public void mark(Subscription subscription) {}

        @Override
        public void resume(Subscription subscription) {}

        @Override
        public void close(Subscription subscription) {
            subscription.close();
            closed.complete(subscription);
        }
    }
}
