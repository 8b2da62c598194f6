package io.halley.gateway.hub;

import io.halley.gateway.framing.Frame;
import io.halley.gateway.subscription.Subscription;
import io.vertx.core.Context;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One turn of the event loop: what arrives in it is collected, and at its end each feed flushes once and each connection
 * gets one write.
 */
final class Turn {

    private static final Logger LOG = System.getLogger(Turn.class.getName());

    private final Context context;
    private final AfterWrite after;
    private final HubMeters meters;
    private Set<Feed> feeds = new LinkedHashSet<>();
    private List<Subscription> subscriptions = new ArrayList<>();
    private boolean scheduled;

    Turn(Context context, AfterWrite after, HubMeters meters) {
        this.context = context;
        this.after = after;
        this.meters = meters;
    }

    void mark(Feed feed) {
        feeds.add(feed);
        schedule();
    }

    void mark(Subscription subscription) {
        if (subscription.mark()) {
            subscriptions.add(subscription);
            schedule();
        }
    }

    /** Runs something when all is written that has come before it. */
    void afterwards(Runnable action) {
        context.runOnContext(then -> action.run());
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            context.runOnContext(end -> end());
        }
    }

    private void end() {
        scheduled = false;
        Set<Feed> flushing = feeds;
        feeds = new LinkedHashSet<>();
        flushing.forEach(Turn::flush);
        List<Subscription> writing = subscriptions;
        subscriptions = new ArrayList<>();
        writing.forEach(this::write);
    }

    /** What breaks in one feed must not cost the others their turn. */
    private static void flush(Feed feed) {
        try {
            feed.flush();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a flush failed; its readers go to the log", e);
            feed.recover();
        }
    }

    /** What breaks in one connection must not cost the others their write. It comes back from its cursor. */
    private void write(Subscription subscription) {
        List<Frame> frames = subscription.takeTurn();
        if (subscription.isClosed()) {
            return;
        }
        try {
            write(subscription, frames);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a write failed; its connection is cut", e);
            meters.cut();
            subscription.connection().cut();
        }
    }

    private void write(Subscription subscription, List<Frame> frames) {
        boolean caughtUp = subscription.catchUp();
        subscription.connection().write(frames, caughtUp);
        after.written(subscription, frames, caughtUp);
    }
}
