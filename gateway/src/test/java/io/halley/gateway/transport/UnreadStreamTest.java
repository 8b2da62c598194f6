package io.halley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.wire.Wire;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams whose client takes nothing, with a clock that this test turns: nothing of them stays. */
@Timeout(30)
final class UnreadStreamTest {

    private static final int PINGS = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CompletableFuture<io.netty.channel.Channel> channel = new CompletableFuture<>();
    private final Flooding hub = new Flooding(channel::join);
    private final Transports transports = new Transports(
            hub, (message, subscription) -> Future.failedFuture("no command is expected"), meters, bytes -> {});
    private final CompletableFuture<Context> loop = new CompletableFuture<>();
    private final AtomicInteger over = new AtomicInteger();
    private volatile long sessionEnd = Long.MAX_VALUE;
    private int port;

    @BeforeEach
    void listen() throws Exception {
        Router router = Router.router(vertx);
        router.get("/").handler(context -> {
            transports.hold(context.request(), SubscribeRequest.of(context), sessionEnd, () -> over::incrementAndGet);
            channel.complete(Wire.of(context.request().connection()));
            loop.complete(vertx.getOrCreateContext());
        });
        // with no write queue but the channel's, as the gateway has it
        port = Loopback.listen(
                vertx, new HttpServerOptions().setStrictThreadMode(true).setSendBufferSize(16 * 1024), router);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sse", "ndjson", "iframe", "ws"})
    void is_cut_off_after_half_a_minute(String transport) throws Exception {
        try (UnreadClient client = unread(transport)) {
            lookUntilCut();

            assertThat(hub.closed.get(10, TimeUnit.SECONDS).isClosed()).isTrue();
            assertEnds(client);
            assertGone();
            assertThat(meters.counter("halley_connections_cut", "reason", "stalled")
                            .count())
                    .isEqualTo(1);
        }
    }

    /** There is more for it at every look than it has taken. */
    @ParameterizedTest
    @ValueSource(strings = {"sse", "ws"})
    void one_that_takes_a_little_between_looks_is_not_cut_off_until_it_takes_nothing(String transport)
            throws Exception {
        try (UnreadClient client = unread(transport)) {
            for (int looks = 0; looks <= Heartbeats.MOST_STALLED_BEATS; looks++) {
                onLoop(() -> look(1));
                assertThat(channel.get().isWritable()).isFalse();
                // more than both kernels hold
                assertThat(client.next(128 * 1024)).hasSize(128 * 1024);
            }
            lookUntilCut();
            assertGone();
        }
    }

    @Test
    void one_that_is_slow_ends_with_its_session_all_the_same() throws Exception {
        sessionEnd = System.currentTimeMillis();
        try (UnreadClient client = unread("sse")) {
            onLoop(() -> look(1));
            assertGone();
            List<String> said = new ArrayList<>();
            while (!said.contains("event: $drain")) {
                said.add(client.line());
            }
            assertThat(said).contains("event: $auth-expiring");
        }
    }

    /** Neither what it is sent nor the end of that is taken. */
    @Test
    void one_that_is_to_close_and_does_not_is_gone_soon() throws Exception {
        hub.untilFull = false;
        try (UnreadClient client = unread("ws")) {
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
        try (UnreadClient client = unread("ws")) {
            assertThat(channel.get().isWritable()).isTrue();
            client.send(UnreadClient.CLOSE);

            assertThat(hub.closed.get(10, TimeUnit.SECONDS).isClosed()).isTrue();
            assertEnds(client);
            assertGone();
        }
    }

    /** What it would be answered with is never taken. */
    @Test
    void one_that_says_it_closes_is_gone_at_once() throws Exception {
        try (UnreadClient client = unread("ws")) {
            client.send(UnreadClient.CLOSE);

            assertThat(hub.closed.get(10, TimeUnit.SECONDS).isClosed()).isTrue();
            assertEnds(client);
            assertGone();
        }
    }

    /** What they all would be answered with would pile up. */
    @Test
    void of_the_pings_of_one_that_takes_nothing_the_latest_is_answered_when_it_does() throws Exception {
        try (UnreadClient client = unread("ws")) {
            CompletableFuture<Void> behind = new CompletableFuture<>();
            // on its loop, as until then what comes would pass it by
            onLoop(() -> channel.join().pipeline().addFirst(new Counting(PINGS * UnreadClient.A_PING, behind)));
            client.send(UnreadClient.pings(PINGS - 1, (byte) 'a'));
            client.send(UnreadClient.pings(1, (byte) 'b'));
            behind.get(10, TimeUnit.SECONDS);

            for (int floods = 0;
                    floods < hub.floods.get();
                    floods += client.line().contains(Flooding.LAST) ? 1 : 0) {
                // all that lies before the answer
            }
            assertThat(client.next(2 + 125)).isEqualTo("\u008a}" + "b".repeat(125));
            client.send(UnreadClient.pings(1, (byte) 'c'));
            assertThat(client.next(2 + 125)).isEqualTo("\u008a}" + "c".repeat(125));
        }
    }

    /** Opens a stream to which more is written than both kernels take. */
    private UnreadClient unread(String transport) throws Exception {
        UnreadClient client = new UnreadClient(port, transport);
        loop.get(10, TimeUnit.SECONDS);
        hub.full.get(10, TimeUnit.SECONDS);
        return client;
    }

    /** In one turn, since between two its kernel may take something by and by. */
    private void lookUntilCut() throws Exception {
        AtomicInteger overBefore = new AtomicInteger();
        onLoop(() -> {
            look(Heartbeats.MOST_STALLED_BEATS - 1);
            overBefore.set(over.get());
            look(1);
        });
        assertThat(overBefore).hasValue(0);
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
    private static void assertEnds(UnreadClient client) throws IOException {
        assertThat(client.rest()).isNotEmpty();
    }

    private void assertGone() throws Exception {
        onLoop(() -> {
            assertThat(over).hasValue(1);
            assertThat(transports.streamCount()).isZero();
        });
    }
}
