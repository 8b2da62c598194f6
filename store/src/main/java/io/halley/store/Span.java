package io.halley.store;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.ReadLimit;
import io.halley.store.spi.EventStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A part of a log that is read at once.
 *
 * @param before the position from which its events follow
 * @param last the offset of the last of them, at most {@value #MOST_EVENTS} further on
 */
record Span(Channel channel, EventId before, long last) {

    /** They take about 2 MiB at most. */
    static final int MOST_EVENTS = 32;

    private static final ReadLimit LIMIT = new ReadLimit(MOST_EVENTS, Integer.MAX_VALUE);

    /** As few as possible that hold all these offsets, of each of which the position before is given. */
    static List<Span> over(Channel channel, TreeMap<Long, EventId> before) {
        List<Span> spans = new ArrayList<>();
        SortedMap<Long, EventId> left = before;
        while (!left.isEmpty()) {
            long first = left.firstKey();
            long last = left.headMap(first + MOST_EVENTS).lastKey();
            spans.add(new Span(channel, Objects.requireNonNull(left.get(first)), last));
            left = left.tailMap(last + 1);
        }
        return spans;
    }

    /** The events of it that are retained, in order. */
    Future<List<Event>> read(EventStore events) {
        List<Event> read = new ArrayList<>();
        return readOn(events, before, read).map(done -> read);
    }

    /** A read may end early. */
    private Future<Void> readOn(EventStore events, EventId from, List<Event> read) {
        return events.read(channel, from, LIMIT).compose(backlog -> {
            backlog.events().stream()
                    .filter(event -> Objects.requireNonNull(event.id()).offset() <= last)
                    .forEach(read::add);
            return backlog.end().offset() < last && backlog.hasMore()
                    ? readOn(events, backlog.end(), read)
                    : Future.succeededFuture();
        });
    }
}
