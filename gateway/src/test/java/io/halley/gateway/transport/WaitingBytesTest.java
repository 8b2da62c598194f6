package io.halley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.http.Servers;
import io.halley.shared.wire.WaitingBytes;
import io.halley.shared.wire.Wire;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What all clients together leave unread or unsaid is bounded, and nobody else feels it. */
final class WaitingBytesTest {

    private static final int BOUND = 1024 * 1024;
    private static final int BEGUN = 120_000;
    private static final Buffer MUCH = Buffer.buffer(new byte[BOUND / 2]);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final WaitingBytes waiting = new WaitingBytes(meters, BOUND, WebSocketInlet::bytes);
    private final BlockingQueue<CompletableFuture<Void>> arrivals = new LinkedBlockingQueue<>();
    private final BlockingQueue<HttpServerResponse> responses = new LinkedBlockingQueue<>();
    private final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void those_for_whom_most_waits_are_cut_and_no_one_else() throws Exception {
        int port = port(vertx.createHttpServer(new HttpServerOptions().setStrictThreadMode(true))
                .connectionHandler(waiting::came)
                .requestHandler(request -> {
                    HttpServerResponse response = request.response().setChunked(true);
                    response.exceptionHandler(gone -> {}).closeHandler(closed -> ended.incrementAndGet());
                    responses.add(response);
                }));
        List<UnreadClient> unread = new ArrayList<>();
        try (UnreadClient reader = new UnreadClient(port, "sse")) {
            HttpServerResponse read = responses.take();
            write(read, Buffer.buffer("first\n"));
            while (!reader.line().equals("first")) {}
            for (int i = 0; i < 8; i++) {
                unread.add(new UnreadClient(port, "sse"));
                write(responses.take(), MUCH);
            }
            write(read, Buffer.buffer("last\n"));
            while (!reader.line().equals("last")) {}
            tick();

            // of 8 × 512 KiB, the little that kernels take
            double cut =
                    meters.counter("halley_connections_cut", "reason", "memory").count();
            assertThat(cut).isBetween(5.0, 7.0);
            tick();
            assertThat(meters.counter("halley_connections_cut", "reason", "memory")
                            .count())
                    .isEqualTo(cut);
            assertThat(ended).hasValue((int) cut);
        } finally {
            for (UnreadClient client : unread) {
                client.close();
            }
        }
    }

    /** What is no frame yet, and frames of what is no message yet. */
    @Test
    void so_are_those_who_do_not_end_what_they_began_to_say() throws Exception {
        byte[] aFrame =
                ByteBuffer.allocate(BEGUN).put(UnreadClient.head(0x81, BEGUN)).array();
        byte[] fragment = UnreadClient.frame(0x01, "x".repeat(BEGUN - UnreadClient.head(0x01, BEGUN).length));
        int port = webSockets();
        List<UnreadClient> clients = new ArrayList<>();
        try (UnreadClient steady = webSocket(port)) {
            arrivals.take();
            for (int i = 0; i < 10; i++) {
                clients.add(webSocket(port));
                clients.get(i).send(i % 2 == 0 ? aFrame : fragment);
                arrivals.take().get(10, TimeUnit.SECONDS);
            }
            tick();

            assertThat(meters.counter("halley_connections_cut", "reason", "memory")
                            .count())
                    .isBetween(6.0, 9.0);
            steady.send(UnreadClient.pings(1, (byte) 'b'));
            assertThat(steady.next(2 + 125)).isEqualTo("\u008a}" + "b".repeat(125));
        } finally {
            for (UnreadClient client : clients) {
                client.close();
            }
        }
    }

    /** Of a head that has no end yet, and of those behind a request that is not answered. */
    @Test
    void so_are_those_whose_heads_wait() throws Exception {
        String head = "GET /" + "a".repeat(14_000) + " HTTP/1.1\r\nX: " + "b".repeat(16_000) + "\r\n";
        String heads = head + "\r\n" + head + "\r\n";
        int port = port(Servers.serve(vertx.createHttpServer(Servers.options()), waiting, request -> {
            boolean isAnswered = request.getHeader("Upgrade") == null;
            if (isAnswered) {
                request.response().end("all\n");
            }
            CompletableFuture<Void> arrived = new CompletableFuture<>();
            int more = (isAnswered ? head : heads).length();
            Wire.of(request.connection()).pipeline().addFirst(new Counting(more, arrived));
            arrivals.add(arrived);
        }));
        List<UnreadClient> clients = new ArrayList<>();
        try (UnreadClient least = new UnreadClient(port, "sse")) {
            CompletableFuture<Void> begun = arrivals.take();
            least.send(head.getBytes(StandardCharsets.US_ASCII));
            begun.get(10, TimeUnit.SECONDS);
            for (int i = 0; i < 14; i++) {
                clients.add(new UnreadClient(port, i % 2 == 0 ? "ws" : "sse"));
                CompletableFuture<Void> all = arrivals.take();
                clients.get(i).send((i % 2 == 0 ? heads : head).getBytes(StandardCharsets.US_ASCII));
                all.get(10, TimeUnit.SECONDS);
            }
            tick();

            // those of 120 kB, as soon as it is too much, and not those of 60 kB
            assertThat(meters.counter("halley_connections_cut", "reason", "memory")
                            .count())
                    .isBetween(4.0, 7.0);
            least.send("\r\n".getBytes(StandardCharsets.US_ASCII));
            while (!least.line().startsWith("all")) {}
            while (!least.line().startsWith("all")) {}
        } finally {
            for (UnreadClient client : clients) {
                client.close();
            }
        }
    }

    private static int port(HttpServer server) throws Exception {
        return server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    /** Listens for them; each that comes has something in {@link #arrivals}. */
    private int webSockets() throws Exception {
        // they are open, and what they say is taken
        ScriptedHub hub = ScriptedHub.opening(held -> {});
        Transports transports = new Transports(
                hub, (message, from) -> Future.failedFuture("no command is expected"), meters, bytes -> {});
        Router router = Router.router(vertx);
        router.get("/").handler(request -> {
            HttpServerRequest http = request.request();
            transports.hold(http, SubscribeRequest.of(request), Long.MAX_VALUE, () -> ended::incrementAndGet);
            CompletableFuture<Void> arrived = new CompletableFuture<>();
            Wire.of(http.connection()).pipeline().addFirst(new Counting(BEGUN, arrived));
            arrivals.add(arrived);
        });
        return port(vertx.createHttpServer(new HttpServerOptions().setStrictThreadMode(true))
                .connectionHandler(waiting::came)
                .requestHandler(router));
    }

    private static UnreadClient webSocket(int port) throws Exception {
        UnreadClient client = new UnreadClient(port, "ws");
        while (!client.line().equals("\r")) {
            // the head of the answer to its handshake
        }
        return client;
    }

    private void tick() throws Exception {
        onLoop(waiting::tick);
    }

    private void write(HttpServerResponse response, Buffer bytes) throws Exception {
        onLoop(() -> {
            response.write(bytes);
            waiting.added(bytes.length());
        });
    }

    /** And all that follows from it on the loop at once. */
    private void onLoop(Runnable action) throws Exception {
        for (Runnable step : List.<Runnable>of(action, () -> {})) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            context.runOnContext(then -> {
                step.run();
                done.complete(null);
            });
            done.get(10, TimeUnit.SECONDS);
        }
    }
}
