package io.halley.gateway.hub;

import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.ReadLimit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest events of a channel, without a hole, in a bounded number of bytes. */
final class Tail {

    /** What an event takes beside its data, roughly. */
    private static final int EVENT_BYTES = 200;

    private final long bound;
    private final List<Event> events = new ArrayList<>();
    private EventId start;
    private int gone;
    private long bytes;

    /** Takes the position after which it begins, and the bytes that it may hold. */
    Tail(EventId start, long bound) {
        this.start = start;
        this.bound = bound;
    }

    long bytes() {
        return bytes;
    }

    /** Adds what follows; the oldest go when it holds too much. */
    void append(List<Event> more) {
        for (Event event : more) {
            events.add(event);
            bytes += size(event);
        }
        while (bytes > bound && gone < events.size()) {
            dropOldest();
        }
        if (gone > 64 && gone > events.size() / 2) {
            events.subList(0, gone).clear();
            gone = 0;
        }
    }

    /** Forgets everything and begins again after a position. */
    void restart(EventId position) {
        events.clear();
        gone = 0;
        bytes = 0;
        start = position;
    }

    /** The events after a cursor, up to a limit; null if it does not know that cursor. */
    @Nullable
    List<Event> after(EventId cursor, ReadLimit limit) {
        long index = cursor.offset() - start.offset();
        if (index < 0 || index > events.size() - gone || !cursor.equals(idBefore((int) index))) {
            return null;
        }
        int from = gone + (int) index;
        int to = from;
        long taken = 0;
        while (to < events.size() && to - from < limit.events()) {
            taken += events.get(to).data().bytes();
            if (taken > limit.bytes() && to > from) {
                break;
            }
            to++;
        }
        return List.copyOf(events.subList(from, to));
    }

    private @Nullable EventId idBefore(int index) {
        return index == 0 ? start : events.get(gone + index - 1).id();
    }

    private void dropOldest() {
        Event oldest = events.get(gone);
        bytes -= size(oldest);
        EventId id = oldest.id();
        if (id != null) {
            start = id;
        }
        gone++;
    }

    private static int size(Event event) {
        return EVENT_BYTES + event.data().bytes();
    }
}
