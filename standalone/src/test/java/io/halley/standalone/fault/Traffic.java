package io.halley.standalone.fault;

import io.halley.standalone.Await;
import io.halley.standalone.fault.Violations.Kind;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * All subscribers and publishers of a round, and the ledger that watches them, on one event loop. Its own methods are
 * for the thread of the test, and block.
 */
final class Traffic implements AutoCloseable {

    /** No connection may wait for another one's end. */
    private static final int CONNECTIONS = 1_000;

    private static final int LARGEST_FRAME = 128 * 1024;

    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final Duration STEP = Duration.ofMillis(20);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context loop = vertx.getOrCreateContext();
    private final HttpClient http = vertx.httpClientBuilder()
            .with(new HttpClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS))
            .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(CONNECTIONS))
            // whoever has a request on it is told; that it was cut is what this is about
            .withConnectHandler(connection -> connection.exceptionHandler(cut -> {}))
            .build();
    private final WebSocketClient sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
            .setMaxConnections(CONNECTIONS)
            .setMaxFrameSize(LARGEST_FRAME)
            .setMaxMessageSize(LARGEST_FRAME)
            .setConnectTimeout(CONNECT_TIMEOUT_MS));
    private final Ledger ledger = new Ledger();
    private final Counts counts = new Counts();
    private final Crowd crowd;

    Traffic(Site site, int subscribers, long seed) {
        // a mistake of this test, and no less a failure
        vertx.exceptionHandler(failure -> ledger.violations().add(Kind.INVENTED, "the checker failed: " + failure));
        List<String> cookies = Crowd.signIn(site.gateway());
        crowd = ask(() -> new Crowd(vertx, http, sockets, site, cookies, subscribers, ledger, counts, seed));
    }

    /** Has everybody subscribe, waits for each one's first cursor, and begins to publish. */
    void start() {
        ask(() -> {
            crowd.subscribers().forEach(Subscriber::start);
            return true;
        });
        await("every subscriber has a cursor", Duration.ofSeconds(60), () -> ask(crowd::isReading));
        ask(() -> {
            crowd.lanes().forEach(Lane::start);
            return true;
        });
        recovery(System.nanoTime(), Duration.ofSeconds(30));
    }

    /** What goes wrong from now on is told with this. */
    void during(String phase) {
        ask(() -> {
            ledger.violations().during(phase);
            return true;
        });
    }

    /** Waits until a publish is cut off: a process may be back before anybody has asked for it. */
    void awaitCut(Duration patience) {
        await("a publish is cut off", patience, () -> ask(() -> counts.cut) > 0);
    }

    /**
     * Waits until everything flows again.
     *
     * @param since when the fault was over, or had begun, as System.nanoTime
     */
    Recovery recovery(long since, Duration patience) {
        await(
                "all publishers are answered",
                patience,
                () -> ask(() -> crowd.lanes().stream().allMatch(lane -> lane.answeredSince() - since > 0)));
        Duration publishing = Duration.ofNanos(System.nanoTime() - since);
        Map<String, Long> heads = ask(ledger::heads);
        awaitReaders(heads, patience);
        return new Recovery(publishing, Duration.ofNanos(System.nanoTime() - since));
    }

    /** Ends publishing, waits until everybody has everything, and looks whether anything else comes. */
    void finish(Duration patience, Duration quiet) {
        awaitPagesOfOld(patience);
        ask(() -> {
            crowd.lanes().forEach(Lane::stop);
            return true;
        });
        await(
                "all publishers are done",
                patience,
                () -> ask(() -> crowd.lanes().stream().allMatch(Lane::isIdle)));
        awaitReaders(ask(ledger::heads), patience);
        long now = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
        LockSupport.parkNanos(quiet.toNanos());
        await("the clock goes on", patience, () -> ask(crowd.clock()::second) > now);
        ask(() -> {
            crowd.subscribers().forEach(Subscriber::stop);
            crowd.lanes().forEach(Lane::end);
            ledger.end();
            return true;
        });
    }

    Counts counts() {
        return counts;
    }

    int violationCount() {
        return ask(() -> ledger.violations().total());
    }

    List<String> violations() {
        return ask(() -> ledger.violations().lines());
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private void awaitReaders(Map<String, Long> offsets, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        List<Reading> behind = ask(() -> ledger.behind(offsets));
        while (!behind.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(STEP.toNanos());
            behind = ask(() -> ledger.behind(offsets));
        }
        for (Reading reading : behind) {
            ask(() -> {
                reading.violation(Kind.LOST, "not within " + patience + ": " + offsets + ", only " + reading);
                return true;
            });
        }
    }

    /** However far behind they are, each has to show one more message; something is to be published yet. */
    private void awaitPagesOfOld(Duration patience) {
        List<Integer> before = ask(crowd::shown);
        for (int i = 0; i < before.size(); i++) {
            int page = i;
            await(
                    "page of old " + page + " shows something more",
                    patience,
                    () -> ask(crowd::shown).get(page) > before.get(page));
        }
    }

    private void await(String what, Duration patience, BooleanSupplier condition) {
        try {
            Await.until(what, patience, condition);
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "; " + violations(), late);
        }
    }

    private <T> T ask(Callable<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.runOnContext(onLoop -> {
            try {
                answer.complete(question.call());
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
