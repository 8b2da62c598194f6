package io.halley.gateway.classic;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

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

    /**
     * What the number of an event that is gone may be ahead by, beyond what the log shows: 2 µs for each of the million
     * events that a log may have had more when it was deleted or taken back.
     */
    private static final long LOST_MICROS = 2_000_000;

    private static final Comparator<Event> ORDER =
            Comparator.comparingLong(Event::time).thenComparing(NextPush::lane).thenComparingLong(Stamp::offset);

    private final Reading reading;
    private final List<Channel> lanes;
    private final long seen;
    private List<Predicate<Event>> since = List.of();

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
     * The next one; the latest for a page that has seen none, or one that the logs do not reach. It is looked for again a
     * moment later, when nothing can come before it any more. Empty if there is none yet: then the next call answers what
     * has come since, from its first push on, were it many at once.
     */
    Future<Optional<Event>> find() {
        return findNow()
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(found)
                        : reading.pause().of(SETTLED_MS).compose(settled -> findNow()));
    }

    private Future<Optional<Event>> findNow() {
        return Future.all(reading.heads().of(lanes.get(0)), reading.heads().of(lanes.get(1)))
                .map(both -> both.<Optional<Newest>>list())
                .compose(newest -> next(newest).onSuccess(found -> {
                    if (found.isEmpty()) {
                        since = newest.stream().map(Newest::since).toList();
                    }
                }));
    }

    private Future<Optional<Event>> next(List<Optional<Newest>> looks) {
        List<Newest> newest = looks.stream().flatMap(Optional::stream).toList();
        if (!since.isEmpty()) {
            return both(newest, lane -> first(lane, since.get(lane(lane.head()))), ORDER);
        }
        return seen == Stamp.NONE
                ? latest(newest)
                : anchor(newest)
                        .compose(anchor -> anchor.isPresent() ? after(newest, anchor.get()) : afterSeen(newest));
    }

    private Future<Optional<Event>> after(List<Newest> newest, Event anchor) {
        return both(
                newest,
                lane -> first(
                        lane,
                        lane(lane.head()) == lane(anchor)
                                ? event -> stamp(event) > seen
                                : event -> ORDER.compare(event, anchor) > 0),
                ORDER);
    }

    /**
     * After an event that is gone, or a time. How much of the number was its offset is not known: what it may have been at
     * most is taken off, so that a push is rather shown twice than not at all.
     */
    private Future<Optional<Event>> afterSeen(List<Newest> newest) {
        long least = Stamp.isClock(seen) ? seen : seen - LOST_MICROS - 2 * offsetOfSeen(newest) - 1;
        return newest.stream().allMatch(lane -> stamp(lane.head()) <= least)
                ? latest(newest)
                : both(newest, lane -> first(lane, event -> stamp(event) > least), ORDER);
    }

    private long offsetOfSeen(List<Newest> newest) {
        return newest.stream()
                .map(Newest::head)
                .filter(head -> lane(head) == Stamp.lane(seen))
                .mapToLong(Stamp::offset)
                .sum();
    }

    /** What is found in each channel that has anything, the one that comes first in this order. */
    private static Future<Optional<Event>> both(
            List<Newest> newest, Function<Newest, Future<Optional<Event>>> find, Comparator<Event> order) {
        return Future.all(newest.stream().map(find).toList()).map(all -> all.<Optional<Event>>list().stream()
                .flatMap(Optional::stream)
                .min(order));
    }

    private static long stamp(Event event) {
        return Stamp.of(event, lane(event));
    }

    /** The event that the page has seen last, if it is still there. */
    private Future<Optional<Event>> anchor(List<Newest> newest) {
        Newest lane = newest.stream()
                .filter(one -> lane(one.head()) == Stamp.lane(seen))
                .findFirst()
                .orElse(null);
        if (lane == null) {
            return Future.succeededFuture(Optional.empty());
        }
        Event before = lane.before();
        Future<Optional<Event>> found = before != null && stamp(before) == seen
                ? Future.succeededFuture(Optional.of(before))
                : LogSearch.first(reading.log(), lane, event -> stamp(event) >= seen);
        return found.map(event -> event.filter(one -> stamp(one) == seen));
    }

    /** The first push from which on something holds. */
    private Future<Optional<Event>> first(Newest lane, Predicate<Event> later) {
        return LogSearch.first(reading.log(), lane, later).compose(found -> {
            boolean isLast = found.isEmpty() || found.get().equals(lane.head());
            return isLast || isPush(found.get())
                    ? Future.succeededFuture(found.filter(NextPush::isPush))
                    : LogSearch.readOn(
                            reading.log(), lane.head().channel(), Stamp.id(found.get()), PAGE, NextPush::isPush);
        });
    }

    private Future<Optional<Event>> latest(List<Newest> newest) {
        return both(
                newest,
                lane -> isPush(lane.head())
                        ? Future.succeededFuture(Optional.of(lane.head()))
                        : reading.lastPushes().of(lane.head().channel()),
                ORDER.reversed());
    }
}
