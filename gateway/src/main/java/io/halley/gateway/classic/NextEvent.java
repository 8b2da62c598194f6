package io.halley.gateway.classic;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.vertx.core.Future;
import java.util.Optional;

/** What comes next in one channel, for a page that knows the {@link Stamp} of the event that it has seen last. */
final class NextEvent {

    private final Reading reading;
    private final Channel channel;
    private long seen;

    /** @param seen as {@link Stamp#parse} reads it */
    NextEvent(Reading reading, Channel channel, long seen) {
        this.reading = reading;
        this.channel = channel;
        this.seen = seen;
    }

    /**
     * The first event after that one; the latest for a page that has seen none, or one that the log does not reach. Empty
     * if there is none yet.
     */
    Future<Optional<Event>> find() {
        return reading.heads().of(channel).compose(head -> {
            if (head.isEmpty()) {
                // what comes to an empty log is shown from its first event on, were it many at once
                seen = seen == Stamp.NONE ? Stamp.START : seen;
                return Future.succeededFuture(head);
            }
            return after(head.get());
        });
    }

    private Future<Optional<Event>> after(Event head) {
        long last = Stamp.of(head);
        if (last == seen) {
            return Future.succeededFuture(Optional.empty());
        }
        return seen == Stamp.NONE || last < seen
                ? Future.succeededFuture(Optional.of(head))
                : LogSearch.first(reading.log(), channel, head, event -> Stamp.of(event) > seen);
    }
}
