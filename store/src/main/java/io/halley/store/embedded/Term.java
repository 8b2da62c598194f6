package io.halley.store.embedded;

import io.halley.shared.event.EventId;
import io.halley.store.spi.EpochNames;
import org.jspecify.annotations.Nullable;

/**
 * How far one channel's log has come, while a commit is put together. It begins as a copy of what the index knows and
 * goes on with every record of the commit; the index learns of them only when they are on the disk.
 */
final class Term {

    private @Nullable String epoch;
    private @Nullable String previous;
    private boolean first;
    private long head;
    private long time;
    private boolean events;

    /**
     * @param epoch the current one; null if the next event begins a new one
     * @param previous the last one; null if there is no log
     * @param first whether the next event is the first after a deletion
     * @param events whether there is anything to delete
     */
    Term(@Nullable String epoch, @Nullable String previous, boolean first, long head, long time, boolean events) {
        this.epoch = epoch;
        this.previous = first ? null : previous;
        this.first = first;
        this.head = head;
        this.time = time;
        this.events = events;
    }

    static Term none() {
        return new Term(null, null, false, 0, 0, false);
    }

    /** The id of the next event. Until {@link #advance} it is not taken. */
    EventId next() {
        if (epoch == null) {
            epoch = EpochNames.fresh();
            first = true;
        }
        return new EventId(epoch, head + 1);
    }

    /** Whether the next event is the first of its epoch. */
    boolean first() {
        return first;
    }

    /** The epoch before that of the next event, where that begins one; null if the log begins there. */
    @Nullable
    String previous() {
        return first ? previous : null;
    }

    /** The store's clock, but never before the last event. */
    long time(long now) {
        time = Math.max(time, now);
        return time;
    }

    void advance() {
        head++;
        first = false;
        events = true;
    }

    boolean hasEvents() {
        return events;
    }

    /** Goes on after a deletion; answers the id that the next event will have. */
    EventId delete() {
        epoch = EpochNames.fresh();
        previous = null;
        first = true;
        events = false;
        return new EventId(epoch, head + 1);
    }
}
