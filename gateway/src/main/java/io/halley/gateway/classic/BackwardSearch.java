package io.halley.gateway.classic;

import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the last event of a channel that is wanted, in stretches from the head backwards, each four times as long. A log
 * without any is read once from end to end.
 */
final class BackwardSearch {

    private static final int FIRST = 256;
    private static final int DEEPEST = 1_000_000;
    private static final ReadLimit PAGE = new ReadLimit(1_000, 256 * 1024);

    private final Log log;
    private final Channel channel;
    private final Predicate<Event> wanted;
    private long without = Long.MAX_VALUE;

    private BackwardSearch(Log log, Channel channel, Predicate<Event> wanted) {
        this.log = log;
        this.channel = channel;
        this.wanted = wanted;
    }

    /** The last one; empty if none is retained, among the newest million. */
    static Future<Optional<Event>> last(Log log, Channel channel, Predicate<Event> wanted) {
        return new BackwardSearch(log, channel, wanted).stretch(FIRST);
    }

    private Future<Optional<Event>> stretch(int count) {
        return log.read(channel, new Position.Last(count), PAGE).compose(read -> {
            long start = read.start().offset();
            long head = read.head().offset();
            boolean isAll = start == 0 || start > head - count || count == DEEPEST;
            return readOn(read, Math.min(head, without - 1), Optional.empty()).compose(found -> {
                if (found.isPresent() || isAll) {
                    return Future.succeededFuture(found);
                }
                without = Math.min(without, start + 1);
                return stretch(Math.min(4 * count, DEEPEST));
            });
        });
    }

    /** One read may end before the stretch does, by its bytes. What is appended meanwhile is left to the next look. */
    private Future<Optional<Event>> readOn(Backlog read, long end, Optional<Event> last) {
        Optional<Event> found = read.events().stream()
                .filter(wanted)
                .reduce((one, other) -> other)
                .or(() -> last);
        return read.events().isEmpty() || !read.hasMore() || read.end().offset() >= end
                ? Future.succeededFuture(found)
                : log.read(channel, read.end(), PAGE).compose(next -> readOn(next, end, found));
    }
}
