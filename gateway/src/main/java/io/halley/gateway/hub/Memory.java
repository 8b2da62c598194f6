package io.halley.gateway.hub;

import io.halley.gateway.framing.Frame;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.ReadLimit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a feed remembers of its channel. Subscribers that come back together ask for the same page; it is framed once for
 * all of them. Confined to the hub's loop.
 */
final class Memory {

    private final Channel channel;
    private final Tail tail;
    private @Nullable Frame lastPage;

    /** Takes how many bytes of events it may hold. */
    Memory(Channel channel, long bound) {
        this.channel = channel;
        this.tail = new Tail(EventId.NONE, bound);
    }

    long bytes() {
        return tail.bytes();
    }

    /** Adds what goes on from what it has, or what comes behind a gap, before which it forgets all. */
    void add(Frame frame) {
        if (frame.gap() != null) {
            tail.restart(frame.start());
        }
        tail.append(frame.events());
        lastPage = null;
    }

    /** Forgets everything and begins again after a position. */
    void restart(EventId position) {
        tail.restart(position);
        lastPage = null;
    }

    /** What comes after a cursor, up to a limit; null if it does not know that cursor. */
    @Nullable
    Frame page(EventId cursor, ReadLimit limit) {
        if (lastPage != null
                && lastPage.start().equals(cursor)
                && lastPage.events().size() <= limit.events()) {
            return lastPage;
        }
        List<Event> events = tail.after(cursor, limit);
        if (events == null) {
            return null;
        }
        EventId end = events.isEmpty() ? cursor : idOf(events.get(events.size() - 1));
        lastPage = new Frame(channel, cursor, events, end, null);
        return lastPage;
    }

    private static EventId idOf(Event event) {
        EventId id = event.id();
        if (id == null) {
            throw new IllegalStateException("an event of a log without id: " + event);
        }
        return id;
    }
}
