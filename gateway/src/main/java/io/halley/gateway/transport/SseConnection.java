package io.halley.gateway.transport;

import io.halley.gateway.framing.Frame;
import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.framing.SseFraming;
import io.halley.gateway.subscription.Connection;
import io.halley.gateway.subscription.Subscription;
import io.halley.shared.event.Gap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stream of server-sent events to one browser. */
final class SseConnection implements Connection {

    /** A stream ends so long before its session, for the browser to come back and have the session renewed. */
    private static final long RENEWAL_MS = Duration.ofDays(1).toMillis();

    private static final SecureRandom RANDOM = new SecureRandom();

    private final HttpServerResponse response;
    private final HttpConnection connection;
    private final Subscription subscription;
    private final SseFraming framing;
    private final String client;
    private final int retry;
    private final long sessionEnd;

    /** Where it lies on the wheel of the heartbeats; theirs alone. */
    int slot;

    private @Nullable String opening;
    private boolean begun;
    private boolean silent;
    private int stalledBeats;

    /**
     * Takes a request whose answer has its head set and not written.
     *
     * @param retry how long the browser is to wait before it comes back, in ms
     * @param sessionEnd when the browser's session ends, ms since 1970
     */
    SseConnection(HttpServerRequest http, SubscribeRequest request, int retry, long sessionEnd) {
        this.response = http.response();
        this.connection = http.connection();
        this.client = request.client() == null ? ownName() : request.client();
        this.retry = retry;
        this.sessionEnd = sessionEnd;
        this.framing = SseFraming.of(request.channels().size() == 1, request.types());
        this.subscription = request.subscription(this);
    }

    Subscription subscription() {
        return subscription;
    }

    /** The first bytes, when reading can't start in this turn, so that the browser sees an open stream. */
    void begin() {
        begun = true;
        send(Buffer.buffer(SseFraming.retry(retry)));
    }

    @Override
    public boolean isWritable() {
        return !response.closed() && !response.ended() && !response.writeQueueFull();
    }

    @Override
    public void opened() {
        opening = subscription.cursor();
    }

    @Override
    public void write(List<Frame> frames, boolean caughtUp) {
        Frame only = frames.size() == 1 ? frames.get(0) : null;
        if (only != null && only.gap() == null && framing.hasIds() && opening == null && !caughtUp) {
            send(only.bytes(framing));
            return;
        }
        Buffer bytes = Buffer.buffer();
        if (opening != null) {
            appendOpening(bytes, opening);
            opening = null;
        }
        for (Frame frame : frames) {
            if (frame.gap() != null) {
                appendGap(bytes, frame.gap(), frames);
            }
            if (!frame.events().isEmpty()) {
                bytes.appendBuffer(frame.bytes(framing));
            }
        }
        if (caughtUp) {
            String cursor = subscription.cursor();
            bytes.appendString(framing.own(OwnEvent.caughtUp(cursor), cursor));
        } else if (!framing.hasIds() && !frames.isEmpty()) {
            bytes.appendString(SseFraming.cursor(subscription.cursor()));
        }
        if (bytes.length() > 0) {
            send(bytes);
        }
    }

    private void appendOpening(Buffer bytes, String cursor) {
        OwnEvent open = OwnEvent.open(cursor, Heartbeats.LONGEST_SILENCE_SECONDS, retry, client);
        bytes.appendString(begun ? "" : SseFraming.retry(retry))
                .appendString(SseFraming.cursor(cursor))
                .appendString(framing.own(open, ""));
    }

    /**
     * With several channels a gap's cursor is only sent along if it is the only gap in this write: a connection that is
     * cut after it must not come back behind a gap of which its browser was not told.
     */
    private void appendGap(Buffer bytes, Gap gap, List<Frame> frames) {
        String cursor = subscription.cursorAt(frames);
        boolean only = frames.stream().filter(frame -> frame.gap() != null).count() == 1;
        bytes.appendString(framing.own(OwnEvent.gap(gap, cursor), only ? cursor : ""));
    }

    /** Only who has all events can make sense of what is said of them. */
    @Override
    public boolean wantsInbox() {
        return subscription.isCaughtUp();
    }

    @Override
    public boolean tell(OwnEvent event, String version) {
        if (!wantsInbox() || !isWritable()) {
            return false;
        }
        send(Buffer.buffer(framing.own(event, "")));
        return true;
    }

    /** Held: when the store is back, reading goes on. */
    @Override
    public void storeAway() {}

    /** What a look at it found. */
    enum Beat {
        ALIVE,
        /** It has taken nothing for so long that it is dead or hopeless. */
        STALLED,
        OVER
    }

    /** Looked at every few seconds. */
    Beat beat(long now) {
        if (response.closed() || response.ended()) {
            return Beat.OVER;
        }
        if (response.writeQueueFull()) {
            return ++stalledBeats < Heartbeats.MOST_STALLED_BEATS ? Beat.ALIVE : Beat.STALLED;
        }
        stalledBeats = 0;
        if (now >= sessionEnd - RENEWAL_MS) {
            response.write(framing.own(OwnEvent.authExpiring(sessionEnd), ""));
            drain(retry);
            return Beat.OVER;
        }
        if (silent) {
            response.write(SseFraming.HEARTBEAT);
        }
        silent = true;
        return Beat.ALIVE;
    }

    /** Over HTTP/1.1 a response that has begun can only be cut off with its connection. */
    @Override
    public void cut() {
        response.reset().onFailure(tooLate -> connection.close());
    }

    /** Ends the stream; the browser comes back after so many ms. */
    void drain(int millis) {
        if (!response.closed() && !response.ended()) {
            response.end(SseFraming.retry(millis) + framing.own(OwnEvent.drain(millis), ""));
        }
    }

    /** For a client that did not name itself. */
    private static String ownName() {
        return Long.toUnsignedString(RANDOM.nextLong(), 36);
    }

    private void send(Buffer bytes) {
        silent = false;
        boolean first = !response.headWritten();
        response.write(bytes);
        if (first) {
            // they have been sent, and would be kept for as long as the stream is open: a third of what it takes
            response.headers().clear();
        }
    }
}
