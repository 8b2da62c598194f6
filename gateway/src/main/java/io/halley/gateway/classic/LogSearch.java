package io.halley.gateway.classic;

import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first event of a channel from which on something holds, in steps that double, then halve, each a read of one
 * event; so a log of a million events costs some forty. What is appended or trimmed meanwhile only moves where the steps
 * land, never what is found.
 */
final class LogSearch {

    /** A stretch that is read rather than halved again. */
    static final int STRETCH = 64;

    /** Beyond this, in a log that moves faster than it is read, the rest is read from where the search is. */
    private static final int MOST_STEPS = 100;

    private static final int DEEPEST = 1_000_000;
    private static final ReadLimit ONE = new ReadLimit(1, 1);
    private static final int PAGE_BYTES = 256 * 1024;

    private final Log log;
    private final Channel channel;
    private final Predicate<Event> later;
    private int steps;
    private long depth = 2;
    private long head;
    private Event high;
    private @Nullable EventId low;

    private LogSearch(Log log, Predicate<Event> later, Event head, Event before) {
        this.log = log;
        this.channel = head.channel();
        this.later = later;
        this.high = before;
        this.head = Stamp.offset(head);
    }

    /**
     * The first event for which {@code later} holds, which may be the earliest that is retained; empty if it holds for
     * none. Reads nothing if it holds for the newest at most.
     *
     * @param later holds for every event after one for which it holds
     */
    static Future<Optional<Event>> first(Log log, Newest newest, Predicate<Event> later) {
        Event head = newest.head();
        if (!later.test(head)) {
            return Future.succeededFuture(Optional.empty());
        }
        Event before = newest.before();
        return before == null || !later.test(before)
                ? Future.succeededFuture(Optional.of(head))
                : new LogSearch(log, later, head, before).step();
    }

    private Future<Optional<Event>> step() {
        EventId from = low;
        if (from != null && (Stamp.offset(high) - from.offset() <= STRETCH || steps >= MOST_STEPS)) {
            return Stamp.offset(high) == from.offset() + 1
                    ? Future.succeededFuture(Optional.of(high))
                    : readOn(log, channel, from, STRETCH, later);
        }
        if (steps++ >= MOST_STEPS) {
            return readOn(log, channel, Position.START, STRETCH, later);
        }
        long count = from == null ? depth + 1 : head - (from.offset() + Stamp.offset(high)) / 2 + 1;
        depth *= 2;
        int deep = (int) Math.max(1, Math.min(count, DEEPEST));
        return log.read(channel, new Position.Last(deep), ONE).compose(read -> land(read, deep));
    }

    private Future<Optional<Event>> land(Backlog read, int deep) {
        if (read.events().isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        Event event = read.events().get(0);
        head = read.head().offset();
        boolean isEarliest = Stamp.offset(event) > head - deep + 1 || Stamp.offset(event) == 1 || deep == DEEPEST;
        if (!later.test(event)) {
            low = Stamp.id(event);
        } else if (isEarliest) {
            return Future.succeededFuture(Optional.of(event));
        } else if (Stamp.offset(event) < Stamp.offset(high)) {
            high = event;
        }
        return step();
    }

    /** The first event after a position that is wanted, however many pages that takes. */
    static Future<Optional<Event>> readOn(Log log, Channel channel, Position from, int page, Predicate<Event> wanted) {
        return log.read(channel, from, new ReadLimit(page, PAGE_BYTES)).compose(read -> {
            Optional<Event> found = read.events().stream().filter(wanted).findFirst();
            return found.isPresent() || read.events().isEmpty() || !read.hasMore()
                    ? Future.succeededFuture(found)
                    : readOn(log, channel, read.end(), page, wanted);
        });
    }
}
