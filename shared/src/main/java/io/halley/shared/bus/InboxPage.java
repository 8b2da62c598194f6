package io.halley.shared.bus;

import io.halley.shared.event.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of an inbox, newest first.
 *
 * @param next what to ask the next part {@code after}; null at the end. A part may have fewer entries than asked for, also
 *     none, and still lead on
 */
public record InboxPage(List<InboxEntry> entries, @Nullable Cursor next, InboxState state) {
    public InboxPage {
        entries = List.copyOf(entries);
    }
}
