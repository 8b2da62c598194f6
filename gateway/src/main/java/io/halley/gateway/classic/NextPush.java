package io.halley.gateway.classic;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is pushed to a user next, in the user's own channel and in {@code users}, for a page that sends back one number. The
 * two are one sequence by time, the user's own first within a millisecond. The number names the event that the page has seen
 * last, and so its time, and by that how far the page is in the other channel: comparing numbers would not do, because
 * offsets are in them, and those of one channel run ahead of those of the other.
 */
final class NextPush {

    /** Long enough for the clock of the store to have moved on, so that nothing comes before what was found any more. */
    private static final long SETTLED_MS = 5;

    private static final int PAGE = 256;

    private static final Comparator<Event> ORDER =
            Comparator.comparingLong(Event::time).thenComparing(NextPush::lane).thenComparingLong(Stamp::offset);

    private final Reading reading;
    private final List<Channel> lanes;
    private long seen;

    /**
     * Begins after what the page has seen.
     *
     * @param lanes the user's own channel, and {@code users}
     * @param seen as {@link Stamp#parse} reads it
     */
    NextPush(Reading reading, List<Channel> lanes, long seen) {
        this.reading = reading;
        this.lanes = lanes;
        this.seen = seen;
    }

    static int lane(Event event) {
        return event.channel().equals(Channel.USERS) ? 1 : 0;
    }

    static boolean isPush(Event event) {
        return Pushes.url(event) != null;
    }

    /**
     * The next one; the latest for a page that has seen none, or one that the logs do not reach. Empty if there is none
     * yet. It is looked for again a moment later, when nothing can come before it any more.
     */
    Future<Optional<Event>> find() {
        return findNow()
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(found)
                        : reading.pause().of(SETTLED_MS).compose(settled -> findNow()));
    }

    private Future<Optional<Event>> findNow() {
        return Future.all(reading.heads().of(lanes.get(0)), reading.heads().of(lanes.get(1)))
                .compose(both -> after(both.<Optional<Event>>resultAt(0), both.<Optional<Event>>resultAt(1)));
    }

    private Future<Optional<Event>> after(Optional<Event> own, Optional<Event> users) {
        List<Event> heads = Stream.of(own, users).flatMap(Optional::stream).toList();
        if (heads.isEmpty()) {
            remember(Optional.empty());
            return Future.succeededFuture(Optional.empty());
        }
        if (seen == Stamp.NONE || heads.stream().allMatch(head -> stamp(head) < seen)) {
            return both(heads, this::latest, ORDER.reversed()).onSuccess(this::remember);
        }
        return anchor(heads).compose(anchor -> both(heads, head -> first(head, later(head, anchor)), ORDER));
    }

    /** What comes where nothing was is shown from the first one on, were it many at once. */
    private void remember(Optional<Event> found) {
        seen = found.isEmpty() && seen == Stamp.NONE ? Stamp.START : seen;
    }

    /** What is found in each channel that has anything, the one that comes first in this order. */
    private static Future<Optional<Event>> both(
            List<Event> heads, Function<Event, Future<Optional<Event>>> find, Comparator<Event> order) {
        return Future.all(heads.stream().map(find).toList()).map(all -> all.<Optional<Event>>list().stream()
                .flatMap(Optional::stream)
                .min(order));
    }

    private static long stamp(Event event) {
        return Stamp.of(event, lane(event));
    }

    /** The event that the page has seen last, if it is still there. */
    private Future<Optional<Event>> anchor(List<Event> heads) {
        Event head = heads.stream()
                .filter(event -> seen > Stamp.NONE)
                .filter(event -> lane(event) == Stamp.lane(seen) && stamp(event) >= seen)
                .findFirst()
                .orElse(null);
        if (head == null || stamp(head) == seen) {
            return Future.succeededFuture(Optional.ofNullable(head));
        }
        return LogSearch.first(reading.log(), head.channel(), head, event -> stamp(event) >= seen)
                .map(found -> found.filter(event -> stamp(event) == seen));
    }

    private Predicate<Event> later(Event head, Optional<Event> anchor) {
        boolean isOwnOfAnchor = anchor.isEmpty() || lane(anchor.get()) == lane(head);
        return isOwnOfAnchor ? event -> stamp(event) > seen : event -> ORDER.compare(event, anchor.get()) > 0;
    }

    /** The first push from which on something holds. */
    private Future<Optional<Event>> first(Event head, Predicate<Event> later) {
        if (!later.test(head)) {
            return Future.succeededFuture(Optional.empty());
        }
        return LogSearch.first(reading.log(), head.channel(), head, later)
                .compose(found -> found.isEmpty() || isPush(found.get())
                        ? Future.succeededFuture(found)
                        : LogSearch.readOn(
                                reading.log(), head.channel(), Stamp.id(found.get()), PAGE, NextPush::isPush));
    }

    /** The newest push, among the newest events. */
    private Future<Optional<Event>> latest(Event head) {
        return isPush(head)
                ? Future.succeededFuture(Optional.of(head))
                : LogSearch.last(reading.log(), head.channel(), PAGE, NextPush::isPush);
    }
}
