package io.halley.store.spi;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import java.util.List;

/**
 * A channel moved on.
 *
 * @param head the channel's newest event, as far as this notice knows
 * @param events those up to and including the head that the notice carries along, in order and without a hole; empty if
 *     they have to be read
 */
public record Notice(Channel channel, EventId head, List<Event> events) {
    public Notice {
        events = List.copyOf(events);
    }
}
