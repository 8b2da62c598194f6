package io.halley.store.embedded;

import io.halley.shared.bus.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What waits for the next commit: so much at most, and so much at a time. */
final class WaitingLine {

    static final int MOST_EVENTS = 65_536;
    static final long MOST_BYTES = 32L << 20;
    static final int MOST_EVENTS_AT_ONCE = 4_096;
    static final long MOST_BYTES_AT_ONCE = 8L << 20;

    private final ArrayDeque<Waiting> line = new ArrayDeque<>();
    private int allEvents;
    private long allBytes;

    private record Waiting(Pending entry, int events, long bytes) {}

    boolean isEmpty() {
        return line.isEmpty();
    }

    /** Why something of this size can't wait here; null if it can. */
    @Nullable
    StoreException refusal(int events, long bytes) {
        if (events > MOST_EVENTS_AT_ONCE || bytes > MOST_BYTES_AT_ONCE) {
            return new StoreException("more than the store takes at once: " + events + " events, " + bytes + " bytes");
        }
        if (allEvents + events > MOST_EVENTS || allBytes + bytes > MOST_BYTES) {
            return new StoreException("the store is busy");
        }
        return null;
    }

    void add(Pending entry, int events, long bytes) {
        line.add(new Waiting(entry, events, bytes));
        allEvents += events;
        allBytes += bytes;
    }

    /** Takes from the front what goes into one commit. */
    List<Pending> take() {
        List<Pending> entries = new ArrayList<>();
        int events = 0;
        long bytes = 0;
        for (Waiting next = line.peek(); next != null; next = line.peek()) {
            events += next.events;
            bytes += next.bytes;
            if (events > MOST_EVENTS_AT_ONCE || bytes > MOST_BYTES_AT_ONCE) {
                break;
            }
            entries.add(next.entry);
            line.remove();
            allEvents -= next.events;
            allBytes -= next.bytes;
        }
        return entries;
    }

    List<Pending> takeAll() {
        List<Pending> entries = line.stream().map(Waiting::entry).toList();
        line.clear();
        allEvents = 0;
        allBytes = 0;
        return entries;
    }
}
