package io.halley.gateway.hub;

import io.halley.shared.bus.InboxNotice;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a feed hears of its channel on the bus: asks the store to have it carried, again until that works, and sees to it
 * that what is passed on has no hole.
 */
final class Following {

    /** The feed, as far as it is concerned here. */
    interface Listener {

        /** The bus carries the channel from here on. */
        void followed(EventId head);

        /** Something goes on from what was passed on last; {@link #take} gives it. */
        void arrived();

        /** What arrives does not go on from there: nothing is certain but the log. */
        void lost();

        /** Of a user's own channel: something beside its events. */
        void noticed(InboxNotice notice);

        /** Asking failed; it is tried again. */
        void failed();
    }

    private static final int MOST_FAILURES_COUNTED = 3;

    private final Channel channel;
    private final Upstream upstream;
    private final Listener listener;
    private final MessageConsumer<Object> consumer;
    private EventId received = EventId.NONE;
    private List<Backlog> arrived = new ArrayList<>();
    private boolean inForce;
    private boolean closed;
    private int failures;
    private int ticksToRetry;

    Following(Channel channel, Upstream upstream, Listener listener) {
        this.channel = channel;
        this.upstream = upstream;
        this.listener = listener;
        this.consumer = upstream.hear(channel, this::arrived);
    }

    /** Whether the bus carries the channel for us. */
    boolean isInForce() {
        return inForce;
    }

    /** Whether asking failed, and is being tried again. */
    boolean isAway() {
        return failures > 0;
    }

    /**
     * Begins, or begins anew. The consumer is there before the request, and the answer comes on the same context as what
     * follows it.
     */
    void begin() {
        inForce = false;
        arrived = new ArrayList<>();
        upstream.follow(channel).onComplete(this::begun, failure -> failed());
    }

    /** What arrived since the last time, in order and without a hole. */
    List<Backlog> take() {
        List<Backlog> taken = arrived;
        arrived = new ArrayList<>();
        return taken;
    }

    /** A second has passed. */
    void tick() {
        if (ticksToRetry > 0 && --ticksToRetry == 0) {
            begin();
        }
    }

    void close() {
        closed = true;
        inForce = false;
        ticksToRetry = 0;
        consumer.unregister();
        upstream.unfollow(channel);
    }

    private void begun(EventId head) {
        if (closed) {
            return;
        }
        failures = 0;
        inForce = true;
        received = head;
        listener.followed(head);
    }

    private void failed() {
        if (closed) {
            return;
        }
        failures = Math.min(failures + 1, MOST_FAILURES_COUNTED);
        ticksToRetry = 1 << (failures - 1);
        listener.failed();
    }

    private void arrived(Message<Object> message) {
        if (inForce && message.body() instanceof Backlog backlog) {
            arrived(backlog);
        } else if (inForce && message.body() instanceof InboxNotice notice) {
            listener.noticed(notice);
        }
    }

    private void arrived(Backlog backlog) {
        if (backlog.gap() != null || backlog.start().equals(received)) {
            received = backlog.end();
            arrived.add(backlog);
            listener.arrived();
        } else if (!backlog.end().equals(received)) {
            listener.lost();
        }
    }
}
