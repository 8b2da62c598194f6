package io.halley.shared.bus;

import io.halley.shared.event.EventId;

/** What became of one draft. */
public sealed interface AppendOutcome {

    /**
     * It is in the log.
     *
     * @param time the event's time, ms since 1970
     * @param replayed whether this is the first answer of an earlier draft with the same idempotency key
     */
    record Appended(EventId id, long time, boolean replayed) implements AppendOutcome {}

    /** Its idempotency key was used for another body. Nothing was stored. */
    record Conflict() implements AppendOutcome {}

    /** A draft before it failed. Nothing was stored. */
    record NotAttempted() implements AppendOutcome {}
}
