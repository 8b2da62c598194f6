package io.halley.gateway.transport;

import io.halley.gateway.framing.StreamFormat;
import io.halley.gateway.subscription.Subscription;
import io.halley.gateway.subscription.Subscriptions;
import io.halley.shared.http.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Random;
import java.util.function.LongConsumer;
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
    private final StreamTransport sse = new SseTransport();
    private final StreamTransport ndjson = new NdjsonTransport();
    private final StreamTransport iframe = new IframeTransport();
    private final WebSocketTransport webSocket;
    private final Random spread = new Random();
    private int ticks;
    private boolean draining;

    /**
     * Takes who does what clients ask for over their connections.
     *
     * @param arrived told how many bytes have come over a WebSocket
     */
    public Transports(Subscriptions subscriptions, Commands commands, MeterRegistry meters, LongConsumer arrived) {
        this.subscriptions = subscriptions;
        this.webSocket = new WebSocketTransport(this, subscriptions, commands, arrived);
        this.heartbeats = new Heartbeats(meters);
    }

    /** What waits in a channel of what its client has said over a WebSocket, in bytes. On its event loop. */
    public static long said(Channel channel) {
        return WebSocketInlet.bytes(channel);
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
            case SSE -> stream(http, request, sse, sessionEnd, accepted);
            case NDJSON -> stream(http, request, ndjson, sessionEnd, accepted);
            case IFRAME -> stream(http, request, iframe, sessionEnd, accepted);
            case POLL -> poll(http, request, accepted);
            case WS -> webSocket.open(http, request.stream(sessionEnd), accepted);
        }
    }

    private void stream(
            HttpServerRequest http,
            SubscribeRequest request,
            StreamTransport transport,
            long sessionEnd,
            Supplier<Runnable> accepted) {
        http.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform")
                .putHeader("X-Accel-Buffering", "no");
        stream(http, transport.begin(request, http.response()), request.stream(sessionEnd), accepted);
    }

    /**
     * Holds a stream for a request that may be served; {@code accepted} as in {@link #hold(HttpServerRequest,
     * SubscribeRequest, long, Supplier)}. Its answer has its headers.
     */
    public void stream(
            HttpServerRequest http, StreamFormat format, StreamRequest request, Supplier<Runnable> accepted) {
        hold(new StreamConnection(new ResponseOutlet(http), format, request, retry()), accepted);
    }

    /** Holds a connection that nobody has written to; {@code accepted} as in the other one. */
    public void hold(HeldConnection connection, Supplier<Runnable> accepted) {
        Subscription subscription = connection.subscription();
        if (isFull(subscription.subscribers().size())) {
            connection.refuse(1000 + spread.nextInt(4000));
            return;
        }
        Runnable over = accepted.get();
        Outlet outlet = connection.outlet();
        // what the kernel takes at once is drained within its write; what reads on then would overtake who is writing
        Runnable drained = new Afterwards(() -> {
            if (!outlet.isOver()) {
                connection.drained();
                subscriptions.resume(subscription);
            }
        });
        outlet.attach(drained, () -> {
            if (!subscription.isClosed()) {
                subscriptions.close(subscription);
                heartbeats.remove(connection);
                over.run();
            }
        });
        if (subscription.isClosed()) {
            return;
        }
        heartbeats.add(connection);
        subscriptions.open(subscription);
        if (!subscription.isOpened()) {
            connection.begin();
        }
    }

    /** How long a client is to wait before it comes back, in ms: not all of them at once. */
    int retry() {
        return 1000 + spread.nextInt(2000);
    }

    private boolean isFull(int channels) {
        return draining || !subscriptions.hasRoom(channels);
    }

    private void poll(HttpServerRequest http, SubscribeRequest request, Supplier<Runnable> accepted) {
        HttpServerResponse response = http.response();
        PollConnection connection = new PollConnection(response, request);
        Subscription subscription = connection.subscription();
        if (isFull(request.channels().size())) {
            Problem.unavailable("this gateway is full, or stops (expected: try again)")
                    .answer(response, "no-store");
            return;
        }
        int seconds = request.waitSeconds() == 0 ? LONGEST_READ_SECONDS : request.waitSeconds();
        int slot = polls.put(connection, seconds * TICKS_A_SECOND);
        Runnable over = accepted.get();
        ResponseOutlet.whenOver(response, () -> {
            if (!subscription.isClosed()) {
                subscriptions.close(subscription);
                polls.remove(connection, slot);
                over.run();
            }
        });
        if (!subscription.isClosed()) {
            subscriptions.open(subscription);
        }
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
