package io.halley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What all clients together leave unread is bounded, and who reads does not feel it. */
final class UnsentTest {

    private static final int BOUND = 1024 * 1024;
    private static final Buffer MUCH = Buffer.buffer(new byte[BOUND / 2]);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Unsent unsent = new Unsent(meters, BOUND);
    private final BlockingQueue<HttpServerResponse> responses = new LinkedBlockingQueue<>();
    private final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void those_for_whom_most_waits_are_cut_and_no_one_else() throws Exception {
        int port = vertx.createHttpServer(new HttpServerOptions().setStrictThreadMode(true))
                .connectionHandler(unsent::came)
                .requestHandler(request -> {
                    HttpServerResponse response = request.response().setChunked(true);
                    response.exceptionHandler(gone -> {}).closeHandler(closed -> ended.incrementAndGet());
                    responses.add(response);
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
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

    private void tick() throws Exception {
        onLoop(unsent::tick);
    }

    private void write(HttpServerResponse response, Buffer bytes) throws Exception {
        onLoop(() -> {
            response.write(bytes);
            unsent.wrote(bytes.length());
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
