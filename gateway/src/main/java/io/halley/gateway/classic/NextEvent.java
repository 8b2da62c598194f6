package io.halley.gateway.classic;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What comes next in one channel, for a page that knows the {@link Stamp} of the event that it has seen last. */
final class NextEvent {

    private final Reading reading;
    private final Channel channel;
    private final long seen;
    private @Nullable Predicate<Event> since;

    /** @param seen as {@link Stamp#parse} reads it */
    NextEvent(Reading reading, Channel channel, long seen) {
        this.reading = reading;
        this.channel = channel;
        this.seen = seen;
    }

    /**
     * The first event after that one; the latest for a page that has seen none, or one that the log does not reach. Empty
     * if there is none yet: then the next call answers what has come since, from its first event on, were it many at once.
     */
    Future<Optional<Event>> find() {
        return reading.heads().of(channel).compose(newest -> next(newest).onSuccess(found -> {
            if (found.isEmpty()) {
                since = Newest.since(newest);
            }
        }));
    }

    private Future<Optional<Event>> next(Optional<Newest> newest) {
        if (newest.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        if (since != null) {
            return LogSearch.first(reading.log(), newest.get(), since);
        }
        Event head = newest.get().head();
        return seen == Stamp.NONE || Stamp.of(head) < seen
                ? Future.succeededFuture(Optional.of(head))
                : LogSearch.first(reading.log(), newest.get(), event -> Stamp.of(event) > seen);
    }
}
