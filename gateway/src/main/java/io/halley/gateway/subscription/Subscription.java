package io.halley.gateway.subscription;

import io.halley.gateway.framing.Frame;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.event.UserId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one connection reads: one subscriber per channel, in the order in which they were subscribed. It owns no queue;
 * between turns it is no more than its cursor.
 */
public final class Subscription {

    private final Subscribers subscribers;
    private final @Nullable UserId user;
    private final Connection connection;
    private final ReadLimit limit;
    private Stage stage = Stage.OPENING;
    private @Nullable Inbox inbox;
    private @Nullable Promise<Void> started;
    private List<Frame> turn = List.of();
    private boolean marked;

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
        this.subscribers = new Subscribers(first);
        this.user = user;
        this.connection = connection;
        this.limit = limit;
        add(channels, cursor);
    }

    public Subscribers subscribers() {
        return subscribers;
    }

    /**
     * Adds channels behind those that there are, and answers their subscribers. It has not caught up until it has read
     * these, too.
     *
     * @param channels none of which it has
     * @param cursor one position for each
     * @throws IllegalStateException if it is closed
     */
    public List<Subscriber> add(List<Channel> channels, Cursor cursor) {
        if (isClosed()) {
            throw new IllegalStateException("channels for a connection that is gone: " + channels);
        }
        List<Subscriber> added = new ArrayList<>(channels.size());
        for (int i = 0; i < channels.size(); i++) {
            Channel channel = channels.get(i);
            Subscriber subscriber =
                    new Subscriber(this, channel, cursor.positions().get(i));
            added.add(subscriber);
            if (user != null && user.equals(channel.user())) {
                inbox = new Inbox(subscriber);
            }
        }
        subscribers.add(added);
        stage = isOpened() ? Stage.STARTING : Stage.OPENING;
        return added;
    }

    /** Takes one out, and what this turn has brought of its channel; the others keep their order. */
    public void remove(Subscriber subscriber) {
        subscribers.remove(subscriber);
        turn = turn.stream()
                .filter(frame -> !frame.channel().equals(subscriber.channel()))
                .toList();
        if (inbox != null && inbox.channel().equals(subscriber.channel())) {
            inbox = null;
        }
    }

    /** Who is signed in; null if nobody. */
    public @Nullable UserId user() {
        return user;
    }

    /** What is known of the user's inbox; null if the user's own channel is not among the channels. */
    public @Nullable Inbox inbox() {
        return inbox;
    }

    public Connection connection() {
        return connection;
    }

    public ReadLimit limit() {
        return limit;
    }

    /** The cursor as it is sent to the client: only event ids. A position that is not found out yet is {@code 0.0}. */
    public String cursor() {
        return subscribers.cursor(subscriber -> null);
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

    /** Most connections get one frame in a turn, and share its list. */
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
        return stage == Stage.OPENING || stage == Stage.STARTING;
    }

    /** Done once that is found out for all that it has now; never if it is closed before. */
    public Future<Void> whenStarted() {
        if (!isStarting()) {
            return Future.succeededFuture();
        }
        if (started == null) {
            started = Promise.promise();
        }
        return started.future();
    }

    /**
     * That is found out for all. Those that it began with may be read, and its connection is told; those that were added
     * later are read once it was said.
     */
    public void started() {
        boolean opens = stage == Stage.OPENING;
        stage = Stage.READING;
        if (opens) {
            subscribers.forEach(Subscriber::begin);
            connection.opened();
        }
        Promise<Void> waiting = started;
        started = null;
        if (waiting != null) {
            waiting.complete();
        }
    }

    /** Whether the positions of those that it began with have been found out, or never will be. */
    public boolean isOpened() {
        return stage != Stage.OPENING;
    }

    /** Whether it has been at the head since channels were added last. */
    public boolean isCaughtUp() {
        return stage == Stage.CAUGHT_UP;
    }

    /** Answers whether it is at the head now, for the first time since channels were added. */
    public boolean catchUp() {
        boolean first = stage == Stage.READING && subscribers.areAtHead();
        if (first) {
            stage = Stage.CAUGHT_UP;
        }
        return first;
    }

    /** Whether its connection is gone; nothing is read or written for it any more. */
    public boolean isClosed() {
        return stage == Stage.CLOSED;
    }

    public void close() {
        stage = Stage.CLOSED;
        turn = List.of();
    }
}
