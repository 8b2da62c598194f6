package io.halley.gateway.classic;

import io.vertx.core.Future;

/** What a look needs on one event loop. */
record Reading(Log log, Heads heads, Agenda agenda, Pause pause) {

    /** Lets so many ms pass. */
    interface Pause {
        Future<?> of(long millis);
    }

    Reading(Log log, Pause pause) {
        this(log, new Heads(log), new Agenda(), pause);
    }
}
