package io.halley.gateway.classic;

import io.halley.shared.event.Event;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * What a look needs on one event loop.
 *
 * @param heads the newest of each channel
 * @param lastPushes the last push of each channel, which may be far behind its newest
 */
record Reading(
        Log log,
        FreshReads<Optional<Newest>> heads,
        FreshReads<Optional<Event>> lastPushes,
        Agenda agenda,
        Pause pause) {

    /** Lets so many ms pass. */
    interface Pause {
        Future<?> of(long millis);
    }

    Reading(Log log, Pause pause) {
        this(
                log,
                new FreshReads<>(channel -> Newest.read(log, channel)),
                new FreshReads<>(channel -> BackwardSearch.last(log, channel, NextPush::isPush)),
                new Agenda(),
                pause);
    }
}
