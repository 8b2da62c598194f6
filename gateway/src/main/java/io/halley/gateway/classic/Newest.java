package io.halley.gateway.classic;

import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The newest event of a channel, and the one before it: most pages have seen that one, and can be answered without reading
 * more.
 *
 * @param before null if it is not retained
 */
record Newest(@Nullable Event before, Event head) {

    private static final Position NEWEST = new Position.Last(2);
    private static final ReadLimit TWO = new ReadLimit(2, 256 * 1024);

    /** That of a channel; empty if none is retained. */
    static Future<Optional<Newest>> read(Log log, Channel channel) {
        return log.read(channel, NEWEST, TWO).map(Newest::of);
    }

    private static Optional<Newest> of(Backlog read) {
        List<Event> events = read.events();
        int count = events.size();
        return count == 0
                ? Optional.empty()
                : Optional.of(new Newest(count == 1 ? null : events.get(count - 2), events.get(count - 1)));
    }

    /**
     * Holds for what was appended after this look, and from its first one on for all that follow. A log that was deleted
     * or taken back since goes on in another epoch, at a later time. Keeps no event: it lasts as long as a page waits.
     */
    static Predicate<Event> since(Optional<Newest> look) {
        if (look.isEmpty()) {
            return event -> true;
        }
        EventId id = Stamp.id(look.get().head());
        long time = look.get().head().time();
        return event -> Stamp.offset(event) > id.offset()
                || (event.time() > time && !Stamp.id(event).epoch().equals(id.epoch()));
    }
}
