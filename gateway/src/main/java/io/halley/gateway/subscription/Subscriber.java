package io.halley.gateway.subscription;

import io.halley.gateway.framing.Frame;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import org.jspecify.annotations.Nullable;

/** One channel of a subscription: its place in the request, and how far it has read. */
public final class Subscriber {

    /** How a subscriber stands to its feed. */
    public enum State {
        /** Where it reads from is not found out yet, for it or for those who came with it, or not said yet. */
        STARTING,
        /** Its cursor is not the feed's yet: it reads. */
        READING,
        /** It has read to the end of the log and is ahead of its feed, whose notice is still on the way. */
        WAITING,
        /** Its cursor is the feed's: it gets what the feed flushes. */
        LIVE
    }

    private final Subscription subscription;
    private Channel channel;
    private Position position;
    private State state = State.STARTING;
    private @Nullable Frame first;
    private int place = -1;

    Subscriber(Subscription subscription, Channel channel, Position requested) {
        this.subscription = subscription;
        this.channel = channel;
        this.position = requested;
    }

    public Subscription subscription() {
        return subscription;
    }

    public Channel channel() {
        return channel;
    }

    /** Has it keep its feed's equal object for its channel, and not that of its own request: there are very many of it. */
    public void share(Channel same) {
        channel = same;
    }

    /** How far it has read, or, until that has come to an event id, what its client asked for. */
    public Position position() {
        return position;
    }

    /** How far it has read; null until the position that was asked for has come to an event id. */
    public @Nullable EventId cursor() {
        return position instanceof EventId id ? id : null;
    }

    /** As {@link #cursor}, and as it is sent to the client: {@code 0.0} for null. */
    EventId reached() {
        return position instanceof EventId id ? id : EventId.NONE;
    }

    /** It is to read what comes after this event id. */
    public void startAt(EventId id) {
        position = id;
    }

    /** As {@link #startAt}, with what was read on the way. */
    public void startWith(Frame frame) {
        position = frame.start();
        first = frame;
    }

    /** Where its feed keeps it, for the feed to find it again; -1 if nowhere. */
    public int place() {
        return place;
    }

    public void setPlace(int place) {
        this.place = place;
    }

    /** Whether it is not subscribed any more: what is still read for it goes nowhere. */
    public boolean isGone() {
        return place < 0;
    }

    /** What was read while the position was found out, once. */
    public @Nullable Frame takeFirst() {
        Frame frame = first;
        first = null;
        return frame;
    }

    /** How it stands to its feed. */
    public State state() {
        return state;
    }

    public void become(State next) {
        state = next;
    }

    /** Where it starts is known, and is said in this turn: it reads in the next one. */
    public void begin() {
        if (state == State.STARTING) {
            state = State.READING;
        }
    }

    /** Hands a frame that begins at its cursor to the connection, at the end of this turn. */
    public void take(Frame frame) {
        position = frame.end();
        subscription.add(frame);
    }
}
