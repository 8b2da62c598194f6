package io.halley.gateway;

import io.halley.gateway.framing.Frame;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventId;
import io.halley.shared.event.EventType;
import java.util.ArrayList;
import java.util.List;

/** Events for tests. */
public final class Events {

    private Events() {}

    /** The first events of a channel, in one frame. */
    public static Frame frame(String channel, int count) {
        List<Event> events = of(channel, "aaaaaaaa", 1, count);
        return new Frame(new Channel(channel), EventId.NONE, events, new EventId("aaaaaaaa", count), null);
    }

    /** So many events from an offset on, each with its own data. */
    public static List<Event> of(String channel, String epoch, long first, int count) {
        List<Event> events = new ArrayList<>();
        for (long offset = first; offset < first + count; offset++) {
            events.add(new Event(
                    new Channel(channel),
                    new EventId(epoch, offset),
                    1_795_247_708_000L + offset,
                    EventType.MESSAGE,
                    new EventData("{\"n\":" + offset + "}"),
                    null));
        }
        return events;
    }
}
