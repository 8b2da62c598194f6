package io.halley.gateway.subscription;

import io.halley.gateway.framing.Frame;
import io.halley.gateway.subscription.Subscriber.State;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.EventId;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.event.UserId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one connection reads: one subscriber per channel, in the order in which they were subscribed. It owns no queue;
 * between turns it is no more than its cursor.
 */
public final class Subscription {

    private List<Subscriber> subscribers = List.of();
    private final @Nullable UserId user;
    private @Nullable Channel ownChannel;
    private final Connection connection;
    private final ReadLimit limit;
    private List<Frame> turn = List.of();
    private int turnOf;
    private boolean marked;
    private boolean starting;
    private @Nullable Promise<Void> started;
    private boolean opened;
    private boolean reading;
    private boolean caughtUp;
    private boolean inboxDue;
    private boolean inboxTold;
    private boolean closed;

    /**
     * Takes what a request asks for.
     *
     * @param channels without doubles; may be none
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
        this.user = user;
        this.turnOf = first;
        this.connection = connection;
        this.limit = limit;
        add(channels, cursor);
    }

    /** All of them, as they are now. */
    public List<Subscriber> subscribers() {
        return subscribers;
    }

    /**
     * Adds channels behind those that there are, and answers their subscribers. It has not caught up until it has read
     * these, too.
     *
     * @param channels none of which it has
     * @param cursor one position for each
     */
    public List<Subscriber> add(List<Channel> channels, Cursor cursor) {
        List<Subscriber> all = new ArrayList<>(subscribers);
        for (int i = 0; i < channels.size(); i++) {
            Channel channel = channels.get(i);
            all.add(new Subscriber(this, channel, cursor.positions().get(i)));
            if (user != null && user.equals(channel.user())) {
                ownChannel = channel;
            }
        }
        List<Subscriber> added = all.subList(subscribers.size(), all.size());
        subscribers = List.copyOf(all);
        starting = true;
        caughtUp = false;
        return List.copyOf(added);
    }

    /** Takes one out, and what this turn has brought of its channel; the others keep their order. */
    public void remove(Subscriber subscriber) {
        Channel channel = subscriber.channel();
        subscribers = subscribers.stream().filter(other -> other != subscriber).toList();
        turn = turn.stream().filter(frame -> !frame.channel().equals(channel)).toList();
        if (channel.equals(ownChannel)) {
            ownChannel = null;
            inboxDue = false;
            inboxTold = false;
        }
    }

    /** The subscriber of a channel; null if it is not subscribed. */
    public @Nullable Subscriber of(Channel channel) {
        for (Subscriber subscriber : subscribers) {
            if (subscriber.channel().equals(channel)) {
                return subscriber;
            }
        }
        return null;
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
        Subscriber subscriber = of(channel);
        return subscriber == null ? EventId.NONE : idOf(subscriber);
    }

    /** What it has read beyond this, in one channel, was not written after all; nothing more is going to be. */
    public void moveBack(Channel channel, EventId id) {
        Subscriber subscriber = of(channel);
        if (subscriber != null) {
            subscriber.startAt(id);
        }
    }

    /** Whether there is nothing left to read in any channel. */
    public boolean isAtHead() {
        for (Subscriber subscriber : subscribers) {
            if (subscriber.state() == State.READING || subscriber.state() == State.STARTING) {
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
            List<Frame> more = turn instanceof ArrayList ? turn : new ArrayList<>(turn);
            more.add(frame);
            turn = more;
        }
    }

    /** Whether there are channels of which it is not found out yet where reading starts. */
    public boolean isStarting() {
        return starting;
    }

    /** Done once that is found out for all that it has now; never if it is closed before. */
    public Future<Void> whenStarted() {
        if (!starting) {
            return Future.succeededFuture();
        }
        if (started == null) {
            started = Promise.promise();
        }
        return started.future();
    }

    /** That is found out for all; those that were added later are read once it was said. */
    public void setStarted() {
        starting = false;
        Promise<Void> waiting = started;
        started = null;
        if (waiting != null) {
            waiting.complete();
        }
    }

    /** Whether the positions of those that it began with have been found out. */
    public boolean isOpened() {
        return opened;
    }

    /** They have been: those may be read. */
    public void setOpened() {
        opened = true;
        subscribers.forEach(Subscriber::begin);
    }

    /** Whether a read of the store is under way for it; there is never more than one. */
    public boolean isReading() {
        return reading;
    }

    public void setReading(boolean reading) {
        this.reading = reading;
    }

    /** Whether it has been at the head since channels were added last. */
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

    private static EventId idOf(Subscriber subscriber) {
        EventId id = subscriber.cursor();
        return id == null ? EventId.NONE : id;
    }
}
