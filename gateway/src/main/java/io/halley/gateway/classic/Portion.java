package io.halley.gateway.classic;

import io.halley.shared.event.Backlog;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import java.util.Comparator;
import java.util.List;

/**
 * What comes next of several channels that are read as one, ordered by time.
 *
 * @param ends where each channel is read on after these events
 */
record Portion(List<Event> events, List<Position> ends) {

    Portion {
        events = List.copyOf(events);
        ends = List.copyOf(ends);
    }

    /** The first ones of what was read, so many at most; of one moment those of the first channel come first. */
    static Portion of(List<Backlog> read, int most) {
        List<Event> events = read.stream()
                .flatMap(backlog -> backlog.events().stream())
                .filter(event -> event.time() <= known(read))
                .sorted(Comparator.comparingLong(Event::time))
                .limit(most)
                .toList();
        return new Portion(
                events, read.stream().map(backlog -> end(backlog, events)).toList());
    }

    List<EventId> ids() {
        return events.stream().map(Stamp::id).toList();
    }

    /** Up to when nothing is missing: what was not read of a channel is not before what was. */
    private static long known(List<Backlog> read) {
        return read.stream()
                .filter(Backlog::hasMore)
                .flatMap(backlog ->
                        backlog.events().stream().skip(backlog.events().size() - 1L))
                .mapToLong(Event::time)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private static Position end(Backlog backlog, List<Event> taken) {
        return taken.stream()
                .filter(event -> event.channel().equals(backlog.channel()))
                .map(Stamp::id)
                .reduce(backlog.start(), (before, last) -> last);
    }
}
