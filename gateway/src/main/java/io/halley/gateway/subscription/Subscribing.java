package io.halley.gateway.subscription;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.vertx.core.Future;
import java.util.List;

/** Changes what a connection reads while it is open. On the event loop of the gateway verticle. */
public interface Subscribing {

    /** Whether there is memory for so many channels more. */
    boolean hasRoom(int channels);

    /**
     * Adds channels behind those that a subscription has.
     *
     * @param channels none of which it has
     * @param cursor one position for each
     * @return their subscribers, once every position has come to an event id. Each is read when it was told to {@link
     *     Subscriber#begin begin}, in the turn in which that is said
     */
    Future<List<Subscriber>> subscribe(Subscription subscription, List<Channel> channels, Cursor cursor);

    /** Takes channels out that a subscription has: nothing more of them is written. */
    void unsubscribe(Subscription subscription, List<Channel> channels);
}
