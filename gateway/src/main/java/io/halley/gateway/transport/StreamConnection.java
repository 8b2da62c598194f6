package io.halley.gateway.transport;

import io.halley.gateway.framing.Frame;
import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.framing.StreamFormat;
import io.halley.gateway.subscription.Subscriber;
import io.halley.gateway.subscription.Subscription;
import io.halley.gateway.transport.Outlet.Ending;
import io.halley.shared.event.Gap;
import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stream of events to one client, whatever it looks like on the wire. */
class StreamConnection extends HeldConnection {

    /** A stream ends so long before its session, for the browser to come back and have the session renewed. */
    private static final long RENEWAL_MS = Duration.ofDays(1).toMillis();

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Subscription subscription;
    private final StreamFormat format;
    private final String client;
    private final int retry;
    private final long sessionEnd;

    private @Nullable String opening;
    private boolean begun;

    /**
     * Takes where its bytes go; nothing is written yet.
     *
     * @param retry how long the client is to wait before it comes back, in ms
     */
    StreamConnection(Outlet outlet, StreamFormat format, StreamRequest request, int retry) {
        super(outlet);
        this.format = format;
        this.client = request.client() == null ? ownName() : request.client();
        this.retry = retry;
        this.sessionEnd = request.sessionEnd();
        this.subscription = request.subscription(this);
    }

    @Override
    public final Subscription subscription() {
        return subscription;
    }

    @Override
    protected final void begin() {
        begun = true;
        send(format.prelude(retry));
    }

    @Override
    public void opened() {
        opening = subscription.cursor();
    }

    @Override
    public final void write(List<Frame> frames, boolean caughtUp) {
        List<OwnEvent> answers = takeAnswers();
        if (opening == null && !caughtUp && answers.isEmpty() && isBare(frames)) {
            send(frames.get(0).bytes(format.framing()));
            return;
        }
        List<Buffer> pieces = new ArrayList<>();
        sayOpening(pieces);
        for (Frame frame : frames) {
            if (frame.gap() != null) {
                say(pieces, gap(frame.gap(), frames));
            }
            if (!frame.events().isEmpty()) {
                pieces.add(frame.bytes(format.framing()));
            }
        }
        answers.forEach(answer -> say(pieces, format.own(answer, "")));
        if (caughtUp) {
            String cursor = subscription.cursor();
            say(pieces, format.own(located(OwnEvent.caughtUp(cursor)), cursor));
        } else if (!frames.isEmpty()) {
            say(pieces, format.trailer(subscription.cursor()));
        }
        sendAll(pieces);
    }

    /** Whether these are bytes that may be written as they are. */
    private boolean isBare(List<Frame> frames) {
        return format.isBare() && frames.size() == 1 && frames.get(0).gap() == null;
    }

    private void sayOpening(List<Buffer> pieces) {
        if (opening != null) {
            OwnEvent open = OwnEvent.open(opening, Heartbeats.LONGEST_SILENCE_SECONDS, retry, client);
            say(pieces, format.opening(open, opening));
            opening = null;
        }
    }

    /** What says where it is by a cursor. */
    private OwnEvent located(OwnEvent event) {
        return format.namesChannels()
                ? event.naming(subscription.subscribers().stream()
                        .map(Subscriber::channel)
                        .toList())
                : event;
    }

    /** What there is to be answered to the client, behind the events of this turn, once. */
    protected List<OwnEvent> takeAnswers() {
        return List.of();
    }

    /**
     * With several channels a gap's cursor is only sent along if it is the only gap in this write: a connection that is
     * cut after it must not come back behind a gap of which its browser was not told.
     */
    private String gap(Gap gap, List<Frame> frames) {
        String cursor = subscription.subscribers().cursorAt(frames);
        boolean only = frames.stream().filter(frame -> frame.gap() != null).count() == 1;
        return format.own(located(OwnEvent.gap(gap, cursor)), only ? cursor : "");
    }

    private static void say(List<Buffer> pieces, String words) {
        if (!words.isEmpty()) {
            pieces.add(Buffer.buffer(words));
        }
    }

    private void sendAll(List<Buffer> pieces) {
        Buffer first = begun ? Buffer.buffer() : format.prelude(retry);
        begun = true;
        send(pieces.isEmpty() ? first : first.appendBuffer(format.join(pieces)));
    }

    /** Says something of Halley's own, between turns. */
    final void say(OwnEvent event) {
        List<Buffer> pieces = new ArrayList<>(1);
        say(pieces, format.own(event, ""));
        sendAll(pieces);
    }

    /** Only who has all events can make sense of what is said of them. */
    @Override
    public final boolean wantsInbox() {
        return subscription.isCaughtUp();
    }

    @Override
    public final boolean tell(OwnEvent event, String version) {
        if (!wantsInbox() || !isWritable()) {
            return false;
        }
        say(event);
        return true;
    }

    @Override
    protected final Buffer heartbeat() {
        return format.heartbeat();
    }

    @Override
    protected final boolean mayGoOn(long now) {
        if (now < sessionEnd - RENEWAL_MS) {
            return true;
        }
        say(OwnEvent.authExpiring(sessionEnd));
        drain(retry);
        return false;
    }

    @Override
    protected final void drain(int millis) {
        end(millis, Ending.DRAIN);
    }

    @Override
    protected final void refuse(int millis) {
        end(millis, Ending.FULL);
    }

    private void end(int millis, Ending ending) {
        if (!outlet().isOver()) {
            Buffer first = begun ? Buffer.buffer() : format.prelude(millis);
            outlet().end(first.appendBuffer(format.ending(millis)), ending);
        }
    }

    /** For a client that did not name itself. */
    private static String ownName() {
        return Long.toUnsignedString(RANDOM.nextLong(), 36);
    }
}
