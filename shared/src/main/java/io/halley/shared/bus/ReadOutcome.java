package io.halley.shared.bus;

import io.halley.shared.event.EventId;

/** What became of marking events as read. */
public sealed interface ReadOutcome {

    /** They are read; this is how the inbox stands now. */
    record Marked(InboxState state) implements ReadOutcome {}

    /** An id names an epoch that neither channel of the inbox has any more, or never had. Nothing was marked. */
    record Gone(EventId id) implements ReadOutcome {}
}
