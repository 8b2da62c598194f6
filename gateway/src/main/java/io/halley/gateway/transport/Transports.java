package io.halley.gateway.transport;

import io.halley.gateway.subscription.Subscription;
import io.halley.gateway.subscription.Subscriptions;
import io.halley.shared.http.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Random;
import java.util.function.Supplier;

/** Holds the connections of one event loop, and the clock that they share. */
public final class Transports {

    /** The clock ticks four times a second, which is how exact the end of a poll is. */
    public static final long TICK_MS = 250;

    private static final int TICKS_A_SECOND = 4;

    /** A poll that does not wait is answered once the log is read; by then at the latest. */
    private static final int LONGEST_READ_SECONDS = 5;

    private final Subscriptions subscriptions;
    private final Heartbeats heartbeats;
    private final Wheel<PollConnection> polls = new Wheel<>(SubscribeRequest.LONGEST_WAIT_SECONDS * TICKS_A_SECOND + 1);
    private final Random spread = new Random();
    private int ticks;
    private boolean draining;

    public Transports(Subscriptions subscriptions, MeterRegistry meters) {
        this.subscriptions = subscriptions;
        this.heartbeats = new Heartbeats(meters);
    }

    /**
     * Holds a connection for a request that may be served.
     *
     * @param sessionEnd when the browser's session ends, ms since 1970; a stream ends before, to have it renewed
     * @param accepted called once, if the connection is held and not refused; answers what is run once, when the
     *     connection or its answer has ended
     */
    public void hold(HttpServerRequest http, SubscribeRequest request, long sessionEnd, Supplier<Runnable> accepted) {
        switch (request.transport()) {
            case SSE -> stream(http, request, sessionEnd, accepted);
            case POLL -> poll(http.response(), request, accepted);
        }
    }

    private void stream(
            HttpServerRequest http, SubscribeRequest request, long sessionEnd, Supplier<Runnable> accepted) {
        HttpServerResponse response = http.response();
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform")
                .putHeader("X-Accel-Buffering", "no");
        SseConnection connection = new SseConnection(http, request, 1000 + spread.nextInt(2000), sessionEnd);
        if (isFull(request)) {
            connection.drain(1000 + spread.nextInt(4000));
            return;
        }
        Runnable over = accepted.get();
        attach(response, connection.subscription(), () -> {
            heartbeats.remove(connection);
            over.run();
        });
        heartbeats.add(connection);
        http.headers().clear();
        subscriptions.open(connection.subscription());
        if (!connection.subscription().isOpened()) {
            connection.begin();
        }
    }

    private boolean isFull(SubscribeRequest request) {
        return draining || !subscriptions.hasRoom(request.channels().size());
    }

    private void poll(HttpServerResponse response, SubscribeRequest request, Supplier<Runnable> accepted) {
        PollConnection connection = new PollConnection(response, request);
        if (isFull(request)) {
            Problem.unavailable("this gateway is full, or stops (expected: try again)")
                    .answer(response, "no-store");
            return;
        }
        int seconds = request.waitSeconds() == 0 ? LONGEST_READ_SECONDS : request.waitSeconds();
        int slot = polls.put(connection, seconds * TICKS_A_SECOND);
        Runnable over = accepted.get();
        attach(response, connection.subscription(), () -> {
            polls.remove(connection, slot);
            over.run();
        });
        subscriptions.open(connection.subscription());
    }

    /** The end of an answer and the end of its connection come in no sure order, and not always both. */
    private void attach(HttpServerResponse response, Subscription subscription, Runnable over) {
        Handler<Void> end = ended -> {
            if (!subscription.isClosed()) {
                subscriptions.close(subscription);
                over.run();
            }
        };
        response.drainHandler(drained -> subscriptions.resume(subscription));
        response.exceptionHandler(failure -> end.handle(null));
        response.closeHandler(end);
        response.endHandler(end);
    }

    /** {@link #TICK_MS} have passed; answers whether a second is full. */
    public boolean tick() {
        polls.turn().forEach(PollConnection::release);
        ticks = (ticks + 1) % TICKS_A_SECOND;
        if (ticks == 0) {
            heartbeats.tick();
        }
        return ticks == 0;
    }

    /** Ends every connection so that its browser comes back, and takes no new one. */
    public void drain() {
        draining = true;
        heartbeats.drain();
        polls.all().forEach(PollConnection::release);
    }

    /** How many streams are open. */
    public int streamCount() {
        return heartbeats.size();
    }

    /** How many polls are held. */
    public int pollCount() {
        return polls.size();
    }
}
