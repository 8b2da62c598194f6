package io.halley.gateway.classic;

import io.halley.gateway.subscription.Subscription;
import io.vertx.core.Future;
import java.util.Optional;

/** What a poll looks for in the log. */
interface Look {

    /** Whatever comes after the positions of the subscription has come since the poll began. */
    default void begin(Subscription subscription) {}

    /**
     * What a poll is ended with.
     *
     * @param answered runs once that has been written, and not if the page was gone by then
     */
    record Answer(String json, Runnable answered) {}

    /** The answer; empty if there is none yet. Fails if the store is away. */
    Future<Optional<Answer>> answer();

    /** What it says when it has to end without one. */
    String nothing();
}
