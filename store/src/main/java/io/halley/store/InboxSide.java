package io.halley.store;

import io.halley.shared.bus.InboxEntry;
import io.halley.shared.bus.StoreCommand.ListInbox.Filter;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.store.spi.EventStore;
import io.halley.store.spi.Inbox;
import io.halley.store.spi.LogRange;
import io.halley.store.spi.Mark;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.SortedMap;

/**
 * One channel of an inbox, listed downwards. The mark alone says which offsets are of interest; the log is read only
 * around those.
 */
final class InboxSide {

    private static final long NONE = 0;

    private final Inbox.Part part;
    private final Filter filter;
    /** Read, and not taken yet; newest first. */
    private final ArrayDeque<Event> ready = new ArrayDeque<>();
    /** What is not read yet is below this. */
    private long below;

    InboxSide(Inbox.Part part, Filter filter, long below) {
        this.part = part;
        this.filter = filter;
        this.below = Math.min(below, part.range().head() + 1);
    }

    /** Whether it has to be filled before it can say what its newest event is. */
    boolean lacks() {
        return ready.isEmpty() && next() != NONE;
    }

    boolean isAtEnd() {
        return ready.isEmpty() && next() == NONE;
    }

    /** Of the newest event that is ready; below all others at the end. */
    long time() {
        return ready.isEmpty() ? -1 : ready.getFirst().time();
    }

    InboxEntry take() {
        Event event = ready.removeFirst();
        return new InboxEntry(event, part.mark().receipt(offset(event), event.time()));
    }

    /** Everything from here on was taken, or is of no interest. */
    EventId position() {
        return part.range().idAt(ready.isEmpty() ? below : offset(ready.getFirst()) + 1);
    }

    /** Reads some that come next. What retention took meanwhile is left out. */
    Future<Void> fill(EventStore events) {
        LogRange range = part.range();
        long last = next();
        long first = Math.max(range.earliest(), last - Span.MOST_EVENTS + 1);
        Span span = new Span(part.channel(), range.idAt(first - 1), last);
        return span.read(events).map(read -> {
            below = first;
            read.stream().filter(event -> isOfInterest(offset(event))).forEach(ready::addFirst);
            return null;
        });
    }

    private boolean isOfInterest(long offset) {
        return offset >= below && next(offset + 1) == offset;
    }

    private long next() {
        return next(below);
    }

    /** The next offset of interest below one. */
    private long next(long bound) {
        Mark mark = part.mark();
        long offset = bound - 1;
        if (filter == Filter.READ && offset > mark.upTo()) {
            SortedMap<Long, Long> singles = mark.singles().headMap(bound);
            offset = singles.isEmpty() ? mark.upTo() : singles.lastKey();
        }
        while (filter == Filter.UNREAD && mark.singles().containsKey(offset)) {
            offset--;
        }
        long floor = Math.max(part.range().earliest() - 1, filter == Filter.UNREAD ? mark.upTo() : mark.before());
        return offset > floor ? offset : NONE;
    }

    private static long offset(Event event) {
        return Objects.requireNonNull(event.id()).offset();
    }
}
