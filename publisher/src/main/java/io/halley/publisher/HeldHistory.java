package io.halley.publisher;

import io.halley.shared.bus.Addresses;
import io.halley.shared.bus.BoundedReads;
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
import java.util.function.Function;

/**
 * One history request that waits for the first event beyond its cursor: it has its channel followed, and reads the log
 * again once that is in force and whenever the bus carries something. Confined to its event loop.
 */
final class HeldHistory {

    private static final System.Logger LOG = System.getLogger(HeldHistory.class.getName());

    private final StoreClient store;
    private final BoundedReads reads;
    private final String follower;
    private final Backlog nothing;
    private final ReadLimit limit;
    private final MessageConsumer<Object> consumer;
    private final Function<Backlog, Future<Void>> answer;
    private final Promise<Void> over = Promise.promise();
    private final Promise<Void> answered = Promise.promise();
    private boolean reading;
    private boolean news;

    /**
     * Begins to wait.
     *
     * @param follower names this request among the followers of the channel
     * @param nothing what a read has come to: no events, up to where the request reads on
     */
    HeldHistory(
            EventBus bus,
            StoreClient store,
            BoundedReads reads,
            String follower,
            Backlog nothing,
            ReadLimit limit,
            Function<Backlog, Future<Void>> answer) {
        this.store = store;
        this.reads = reads;
        this.answer = answer;
        this.follower = follower;
        this.nothing = nothing;
        this.limit = limit;
        this.consumer = bus.localConsumer(Addresses.of(channel()), this::arrived);
        store.follow(channel(), follower).onSuccess(head -> read()).onFailure(this::fail);
    }

    /** Complete when it waits no longer, before it answers. */
    Future<Void> over() {
        return over.future();
    }

    /**
     * Complete when its answer is taken; fails with {@link io.halley.shared.bus.StoreException} if the store is away, or as
     * the answer does.
     */
    Future<Void> answered() {
        return answered.future();
    }

    /** Ends the waiting with what there was at first. Nothing happens if it is over. */
    void release() {
        if (end()) {
            answer(nothing);
        }
    }

    private void arrived(Message<Object> message) {
        // a user's own channel carries notices of its inbox, too
        if (message.body() instanceof Backlog) {
            read();
        }
    }

    private void read() {
        if (isOver()) {
            return;
        }
        if (reading) {
            news = true;
            return;
        }
        reading = true;
        news = false;
        reads.read(channel(), nothing.end(), limit, this::took).onFailure(this::fail);
    }

    private Future<Void> took(Backlog backlog) {
        reading = false;
        if (hasSomething(backlog)) {
            return end() ? answer(backlog) : Future.succeededFuture();
        }
        if (news) {
            read();
        }
        return Future.succeededFuture();
    }

    private Future<Void> answer(Backlog backlog) {
        return answer.apply(backlog).onComplete(answered);
    }

    private void fail(Throwable failure) {
        if (end()) {
            answered.fail(failure);
        }
    }

    /** Answers whether it was not over yet. */
    private boolean end() {
        if (isOver()) {
            return false;
        }
        over.complete();
        consumer.unregister();
        store.unfollow(channel(), follower)
                .onFailure(failure -> LOG.log(Level.WARNING, "unfollow " + channel() + ": " + failure.getMessage()));
        return true;
    }

    private boolean isOver() {
        return over.future().isComplete();
    }

    private Channel channel() {
        return nothing.channel();
    }

    /** Whether a reader has something to learn from it. */
    static boolean hasSomething(Backlog backlog) {
        return backlog.gap() != null || !backlog.events().isEmpty();
    }
}
