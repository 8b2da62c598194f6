package io.halley.gateway.subscription;

import io.halley.gateway.framing.Frame;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.EventId;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.event.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one connection reads: one subscriber per channel, in the order of the request. It owns no queue; between turns it
 * is no more than its cursor.
 */
public final class Subscription {

    private final List<Subscriber> subscribers;
    private final @Nullable UserId user;
    private final @Nullable Channel ownChannel;
    private final Connection connection;
    private final ReadLimit limit;
    private List<Frame> turn = List.of();
    private int turnOf;
    private boolean marked;
    private boolean opened;
    private boolean reading;
    private boolean caughtUp;
    private boolean inboxDue;
    private boolean inboxTold;
    private boolean closed;

    /**
     * Takes what a request asks for.
     *
     * @param channels without doubles
     * @param cursor one position for each
     * @param user who is signed in; null if nobody
     * @param limit how much one read may bring
     * @param first the place of the channel that reads first
     */
    public Subscription(
            List<Channel> channels,
            Cursor cursor,
            @Nullable UserId user,
            Connection connection,
            ReadLimit limit,
            int first) {
        List<Subscriber> made = new ArrayList<>(channels.size());
        for (int i = 0; i < channels.size(); i++) {
            made.add(new Subscriber(this, channels.get(i), cursor.positions().get(i)));
        }
        this.subscribers = List.copyOf(made);
        this.user = user;
        this.ownChannel = user == null ? null : own(channels, Channel.ofUser(user));
        this.turnOf = first;
        this.connection = connection;
        this.limit = limit;
    }

    public List<Subscriber> subscribers() {
        return subscribers;
    }

    /** Who is signed in; null if nobody. */
    public @Nullable UserId user() {
        return user;
    }

    /** The user's own channel, if that is among the channels; else null. */
    public @Nullable Channel ownChannel() {
        return ownChannel;
    }

    public Connection connection() {
        return connection;
    }

    public ReadLimit limit() {
        return limit;
    }

    /** The cursor as it is sent to the client: only event ids. A position that is not found out yet is {@code 0.0}. */
    public String cursor() {
        return cursor(subscriber -> null);
    }

    /** The cursor before these frames, and behind the gaps that they begin with. */
    public String cursorAt(List<Frame> frames) {
        return cursor(subscriber -> {
            for (Frame frame : frames) {
                if (frame.channel().equals(subscriber.channel())) {
                    return frame.start();
                }
            }
            return null;
        });
    }

    /** The cursor with some positions replaced; null keeps a subscriber's own. */
    public String cursor(Function<Subscriber, @Nullable EventId> replaced) {
        StringBuilder cursor = new StringBuilder(24 * subscribers.size());
        for (Subscriber subscriber : subscribers) {
            EventId id = replaced.apply(subscriber);
            cursor.append(cursor.isEmpty() ? "" : ",").append(id == null ? idOf(subscriber) : id);
        }
        return cursor.toString();
    }

    /** The position in one channel; {@code 0.0} if that is not found out yet, or not subscribed. */
    public EventId cursorIn(Channel channel) {
        for (Subscriber subscriber : subscribers) {
            if (subscriber.channel().equals(channel)) {
                return idOf(subscriber);
            }
        }
        return EventId.NONE;
    }

    /** What it has read beyond this, in one channel, was not written after all; nothing more is going to be. */
    public void moveBack(Channel channel, EventId id) {
        for (Subscriber subscriber : subscribers) {
            if (subscriber.channel().equals(channel)) {
                subscriber.startAt(id);
            }
        }
    }

    /** Whether there is nothing left to read in any channel. */
    public boolean isAtHead() {
        for (Subscriber subscriber : subscribers) {
            if (subscriber.state() == Subscriber.State.READING) {
                return false;
            }
        }
        return true;
    }

    /** Which subscriber reads next: each in its turn, so that a busy channel does not starve the others. */
    public Subscriber next(int step) {
        return subscribers.get((turnOf + step) % subscribers.size());
    }

    /** This one has had its page; the turn is the next one's. */
    public void hadItsTurn(int step) {
        turnOf = (turnOf + step + 1) % subscribers.size();
    }

    /** Puts it down for the end of this turn; answers whether it was not there yet. */
    public boolean mark() {
        boolean first = !marked;
        marked = true;
        return first;
    }

    /** What this turn brought, once. */
    public List<Frame> takeTurn() {
        List<Frame> frames = turn;
        turn = List.of();
        marked = false;
        return frames;
    }

    void add(Frame frame) {
        if (turn.isEmpty()) {
            turn = frame.alone();
        } else {
            List<Frame> more = turn.size() == 1 ? new ArrayList<>(turn) : turn;
            more.add(frame);
            turn = more;
        }
    }

    /** Whether the positions have been found out. */
    public boolean isOpened() {
        return opened;
    }

    public void setOpened() {
        opened = true;
    }

    /** Whether a read of the store is under way for it; there is never more than one. */
    public boolean isReading() {
        return reading;
    }

    public void setReading(boolean reading) {
        this.reading = reading;
    }

    /** Whether it has been at the head once. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    public void setCaughtUp() {
        caughtUp = true;
    }

    /** Whether it has to be told how its user's inbox stands. */
    public boolean isInboxDue() {
        return inboxDue;
    }

    public void setInboxDue(boolean due) {
        inboxDue = due;
    }

    /** Whether it has been told once how its user's inbox stands. */
    public boolean isInboxTold() {
        return inboxTold;
    }

    public void setInboxTold() {
        inboxTold = true;
    }

    /** Whether its connection is gone; nothing is read or written for it any more. */
    public boolean isClosed() {
        return closed;
    }

    public void close() {
        closed = true;
        turn = List.of();
    }

    /** The object of the list, because most connections have one, and keep it. */
    private static @Nullable Channel own(List<Channel> channels, Channel own) {
        int index = channels.indexOf(own);
        return index < 0 ? null : channels.get(index);
    }

    private static EventId idOf(Subscriber subscriber) {
        EventId id = subscriber.cursor();
        return id == null ? EventId.NONE : id;
    }
}
