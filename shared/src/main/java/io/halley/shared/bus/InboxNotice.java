package io.halley.shared.bus;

import io.halley.shared.event.EventId;
import java.util.List;

/** What a user's own channel carries beside its events, for the pages of that user. */
public sealed interface InboxNotice {

    /**
     * Events were marked as read.
     *
     * @param ids the single ones that were named; empty if the mark was moved up
     */
    record Read(InboxState state, List<EventId> ids) implements InboxNotice {
        public Read {
            ids = List.copyOf(ids);
        }
    }

    /** Events may have been marked as read, and nobody was told. */
    record Unsure() implements InboxNotice {}
}
