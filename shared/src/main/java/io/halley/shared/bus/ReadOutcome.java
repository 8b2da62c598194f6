package io.halley.shared.bus;

import io.halley.shared.event.EventId;
import java.util.List;

/** What became of marking events as read. */
public sealed interface ReadOutcome {

    /**
     * They are read; this is how the inbox stands now.
     *
     * @param ids those of the single ones that were named that this call has made read, and no other before it
     */
    record Marked(InboxState state, List<EventId> ids) implements ReadOutcome {
        public Marked {
            ids = List.copyOf(ids);
        }
    }

    /** An id names an epoch that neither channel of the inbox has any more, or never had. Nothing was marked. */
    record Gone(EventId id) implements ReadOutcome {}
}
