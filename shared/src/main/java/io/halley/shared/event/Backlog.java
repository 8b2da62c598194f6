package io.halley.shared.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of one channel's log without a hole: everything after {@code start} up to {@code end}. It is both what a
 * read returns and what the bus carries when a channel moves on.
 *
 * @param start what the requested position came to; equal to it unless that was a word, or a gap
 * @param events in order, offsets one after the other from {@code start.offset + 1}
 * @param end the position after these events: the last one's id, or {@code start}
 * @param head the newest event of the log when this was read
 * @param gap set if the requested position was not covered, so that reading went on at the earliest event
 */
public record Backlog(
        Channel channel, EventId start, List<Event> events, EventId end, EventId head, @Nullable Gap gap) {

    public Backlog {
        events = List.copyOf(events);
        long offset = start.offset();
        for (Event event : events) {
            EventId id = event.id();
            if (id == null || id.offset() != ++offset || !event.channel().equals(channel)) {
                throw new IllegalArgumentException("hole in the backlog of " + channel + " at " + id);
            }
        }
        if (end.offset() != offset || head.offset() < offset) {
            throw new IllegalArgumentException("backlog of " + channel + " ends at " + end + ", head " + head);
        }
    }

    /** Whether the log had more than this when it was read. */
    public boolean hasMore() {
        return end.offset() < head.offset();
    }
}
