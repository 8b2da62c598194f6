package io.halley.gateway.framing;

import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Gap;
import io.vertx.core.buffer.Buffer;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a channel gives its subscribers in one turn. The bytes are made at most once per framing, and all subscribers
 * get the same buffer. Confined to one event loop.
 */
public final class Frame {

    /** What an event has beside its data: channel, id, time, type. */
    private static final int AROUND_DATA = 128;

    private final Channel channel;
    private final List<Event> events;
    private final EventId start;
    private final EventId end;
    private final @Nullable Gap gap;
    private final IdentityHashMap<Framing, Buffer> bytes = new IdentityHashMap<>(2);
    private final List<Frame> alone = List.of(this);

    /**
     * Takes a stretch of a channel.
     *
     * @param start the cursor of its readers before it; after the gap if there is one
     * @param end the cursor of its readers after it
     * @param gap what its readers have to be told first
     */
    public Frame(Channel channel, EventId start, List<Event> events, EventId end, @Nullable Gap gap) {
        this.channel = channel;
        this.start = start;
        this.events = List.copyOf(events);
        this.end = end;
        this.gap = gap;
    }

    public static Frame of(Backlog backlog) {
        return new Frame(backlog.channel(), backlog.start(), backlog.events(), backlog.end(), backlog.gap());
    }

    public Channel channel() {
        return channel;
    }

    public List<Event> events() {
        return events;
    }

    /** About how many bytes its events are, whatever their framing. */
    public long size() {
        long size = 0;
        for (Event event : events) {
            size += event.data().bytes() + AROUND_DATA;
        }
        return size;
    }

    public EventId start() {
        return start;
    }

    public EventId end() {
        return end;
    }

    public @Nullable Gap gap() {
        return gap;
    }

    /** This frame as a list, made once, because most connections get one frame in a turn. */
    public List<Frame> alone() {
        return alone;
    }

    /** The bytes of its events; to be written, not changed. */
    public Buffer bytes(Framing framing) {
        return bytes.computeIfAbsent(framing, f -> f.encode(events));
    }
}
