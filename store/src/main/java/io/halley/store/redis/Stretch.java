package io.halley.store.redis;

import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Gap;
import io.halley.shared.event.Position;
import io.halley.store.spi.LogRange;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events that were read at once, in order. Somebody may have taken single entries out of the stream: a hole ends the
 * stretch, and whoever would read on from it is told of a gap.
 */
record Stretch(Channel channel, Position from, LogRange range, List<Event> events) {

    /** Whether this is what comes after a position. */
    boolean goesOnFrom(EventId start) {
        return start.offset() == range.head() || (!events.isEmpty() && offset(0) == start.offset() + 1);
    }

    /** What a reader gets who wanted to read on from there. */
    Backlog after(LogRange.Start start) {
        if (start.id().offset() == range.head()) {
            return new Backlog(channel, start.id(), List.of(), start.id(), range.headId(), start.gap());
        }
        if (goesOnFrom(start.id())) {
            return backlog(start.id(), start.gap());
        }
        EventId begin = events.isEmpty() ? range.headId() : range.idAt(offset(0) - 1);
        EventId earliest = new EventId(range.idAt(begin.offset()).epoch(), begin.offset() + 1);
        return backlog(begin, new Gap(channel, from.toString(), earliest, range.headId()));
    }

    private Backlog backlog(EventId start, @Nullable Gap gap) {
        int count = 0;
        while (count < events.size() && offset(count) == start.offset() + 1 + count) {
            count++;
        }
        EventId end = count == 0 ? start : id(count - 1);
        return new Backlog(channel, start, events.subList(0, count), end, range.headId(), gap);
    }

    private long offset(int i) {
        return id(i).offset();
    }

    private EventId id(int i) {
        return Objects.requireNonNull(events.get(i).id());
    }
}
