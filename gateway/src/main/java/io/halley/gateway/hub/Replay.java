package io.halley.gateway.hub;

import io.halley.gateway.framing.Frame;
import io.halley.gateway.subscription.Subscriber;
import io.halley.gateway.subscription.Subscriber.State;
import io.halley.gateway.subscription.Subscribers;
import io.halley.gateway.subscription.Subscription;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import java.util.function.Consumer;

/**
 * The one way to become live, for who is new, returning, slow, or was cut off: find out where reading starts, then loop
 * (what the feed remembers, else one bounded read of the log) until the cursor is the feed's. One page a turn, so that
 * one who is far behind does not hold up the others; one read at a time. Who reads faster than the notices come is at the
 * end of the log before the feed is, and waits for it.
 */
final class Replay {

    private final Feeds feeds;
    private final Consumer<Subscription> mark;
    private final Consumer<Subscription> opened;
    private final Consumer<Subscription> retry;

    Replay(Feeds feeds, Consumer<Subscription> mark, Consumer<Subscription> opened, Consumer<Subscription> retry) {
        this.feeds = feeds;
        this.mark = mark;
        this.opened = opened;
        this.retry = retry;
    }

    /** Goes on until it has brought a page, waits for a read or for its feed, or is live. */
    void goOn(Subscription subscription) {
        Subscribers subscribers = subscription.subscribers();
        if (subscription.isClosed() || subscribers.isReading()) {
            return;
        }
        if (subscription.isStarting() && !start(subscription)) {
            return;
        }
        if (!subscription.connection().isWritable()) {
            return;
        }
        for (int step = 0; step < subscribers.size(); step++) {
            Subscriber subscriber = subscribers.next(step);
            if (subscriber.state() == State.READING && !step(subscriber)) {
                subscribers.hadItsTurn(step);
                return;
            }
        }
        if (!subscription.isCaughtUp() && subscribers.areAtHead()) {
            mark.accept(subscription);
        }
    }

    /**
     * Finds out where reading starts; answers whether the channels whose start is known may be read in this turn. At first
     * that has to be known of all; those that are added later come behind what is said of them, and do not hold up the
     * others.
     */
    private boolean start(Subscription subscription) {
        for (Subscriber subscriber : subscription.subscribers()) {
            if (subscriber.cursor() == null && !start(subscriber)) {
                return subscription.isOpened() && !subscription.subscribers().isReading();
            }
        }
        subscription.started();
        mark.accept(subscription);
        opened.accept(subscription);
        return true;
    }

    private boolean start(Subscriber subscriber) {
        Feed feed = feeds.of(subscriber.channel());
        if (!feed.isFollowing()) {
            return false;
        }
        if (subscriber.position() instanceof Position.Now) {
            subscriber.startAt(feed.position());
            return true;
        }
        read(subscriber, feed, subscriber.position(), subscriber::startWith);
        return false;
    }

    /** Brings one subscriber on; answers whether the next one may have its step in this turn. */
    private boolean step(Subscriber subscriber) {
        Feed feed = feeds.of(subscriber.channel());
        EventId cursor = subscriber.cursor();
        if (cursor == null || !feed.isFollowing()) {
            return true;
        }
        Frame page = subscriber.takeFirst();
        if (page == null && !cursor.equals(feed.position())) {
            page = feed.remembered(cursor, subscriber.subscription().limit());
            if (page == null) {
                read(subscriber, feed, cursor, frame -> take(subscriber, frame));
                return false;
            }
        }
        if (page != null) {
            take(subscriber, page);
        }
        if (feed.position().equals(subscriber.cursor())) {
            // the same, but one object for all
            subscriber.startAt(feed.position());
            feed.audience().goLive(subscriber);
            return true;
        }
        return page == null;
    }

    private void take(Subscriber subscriber, Frame frame) {
        if (frame.gap() != null || !frame.events().isEmpty()) {
            subscriber.take(frame);
            mark.accept(subscriber.subscription());
            return;
        }
        subscriber.startAt(frame.end());
        Feed feed = feeds.of(subscriber.channel());
        if (!feed.position().equals(frame.end())) {
            feed.audience().await(subscriber);
        }
    }

    private void read(Subscriber subscriber, Feed feed, Position from, Consumer<Frame> then) {
        Subscription subscription = subscriber.subscription();
        subscription.subscribers().setReading(true);
        feed.read(from, subscription.limit()).onComplete(read -> {
            subscription.subscribers().setReading(false);
            if (subscription.isClosed()) {
                return;
            }
            if (read.failed()) {
                retry.accept(subscription);
                return;
            }
            if (!subscriber.isGone()) {
                then.accept(read.result());
            }
            goOn(subscription);
        });
    }
}
