package io.halley.publisher;

import io.halley.shared.bus.Addresses;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.lang.System.Logger.Level;

/**
 * One history request that waits for the first event beyond its cursor: it has its channel followed, and reads the log
 * again once that is in force and whenever the bus carries something. Confined to its event loop.
 */
final class HeldHistory {

    private static final System.Logger LOG = System.getLogger(HeldHistory.class.getName());

    private final StoreClient store;
    private final String follower;
    private final Backlog nothing;
    private final ReadLimit limit;
    private final MessageConsumer<Object> consumer;
    private final Promise<Backlog> answer = Promise.promise();
    private boolean over;
    private boolean reading;
    private boolean news;

    /**
     * Begins to wait.
     *
     * @param follower names this request among the followers of the channel
     * @param nothing what a read has come to: no events, up to where the request reads on
     */
    HeldHistory(EventBus bus, StoreClient store, String follower, Backlog nothing, ReadLimit limit) {
        this.store = store;
        this.follower = follower;
        this.nothing = nothing;
        this.limit = limit;
        this.consumer = bus.localConsumer(Addresses.of(channel()), this::arrived);
        store.follow(channel(), follower).onSuccess(head -> read()).onFailure(this::fail);
    }

    /** What there is to answer; fails with {@link io.halley.shared.bus.StoreException} if the store is away. */
    Future<Backlog> answer() {
        return answer.future();
    }

    /** Ends the waiting with what there was at first. Nothing happens if it is over. */
    void release() {
        if (end()) {
            answer.complete(nothing);
        }
    }

    private void arrived(Message<Object> message) {
        // a user's own channel carries notices of its inbox, too
        if (message.body() instanceof Backlog) {
            read();
        }
    }

    private void read() {
        if (over) {
            return;
        }
        if (reading) {
            news = true;
            return;
        }
        reading = true;
        news = false;
        store.read(channel(), nothing.end(), limit).onSuccess(this::took).onFailure(this::fail);
    }

    private void took(Backlog backlog) {
        reading = false;
        if (hasSomething(backlog)) {
            if (end()) {
                answer.complete(backlog);
            }
        } else if (news) {
            read();
        }
    }

    private void fail(Throwable failure) {
        if (end()) {
            answer.fail(failure);
        }
    }

    /** Answers whether it was not over yet. */
    private boolean end() {
        if (over) {
            return false;
        }
        over = true;
        consumer.unregister();
        store.unfollow(channel(), follower)
                .onFailure(failure -> LOG.log(Level.WARNING, "unfollow " + channel() + ": " + failure.getMessage()));
        return true;
    }

    private Channel channel() {
        return nothing.channel();
    }

    /** Whether a reader has something to learn from it. */
    static boolean hasSomething(Backlog backlog) {
        return backlog.gap() != null || !backlog.events().isEmpty();
    }
}
