package io.halley.store.redis;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventId;
import io.halley.shared.event.EventType;
import io.halley.shared.event.UserId;
import io.halley.store.spi.LogRange;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/** Reads what the scripts answer. */
final class Replies {

    private Replies() {}

    /** One outcome per draft, of {@code append.lua}. */
    static List<AppendOutcome> outcomes(Response reply) {
        List<AppendOutcome> outcomes = new ArrayList<>(reply.size());
        for (Response outcome : reply) {
            outcomes.add(outcome(outcome));
        }
        return outcomes;
    }

    /** Of epochs as {@code NAME:FIRST,NAME:FIRST…}, the earliest offset and the head. */
    static LogRange range(Response epochs, Response first, Response head) {
        String names = epochs.toString();
        if (names.isEmpty()) {
            return LogRange.NONE;
        }
        List<LogRange.Epoch> list = new ArrayList<>();
        for (String epoch : names.split(",")) {
            int colon = epoch.indexOf(':');
            list.add(new LogRange.Epoch(epoch.substring(0, colon), Long.parseLong(epoch.substring(colon + 1))));
        }
        return new LogRange(list, number(first), number(head));
    }

    /** Events as {@code {offset, time, type, data, from}}. */
    static List<Event> events(Channel channel, LogRange range, Response reply) {
        List<Event> events = new ArrayList<>(reply.size());
        for (Response event : reply) {
            String from = event.get(4).toString();
            events.add(new Event(
                    channel,
                    range.idAt(number(event.get(0))),
                    number(event.get(1)),
                    new EventType(event.get(2).toString()),
                    new EventData(event.get(3).toString()),
                    from.isEmpty() ? null : new UserId(from)));
        }
        return events;
    }

    static long number(Response reply) {
        return Long.parseLong(reply.toString());
    }

    private static AppendOutcome outcome(Response reply) {
        String kind = reply.get(0).toString();
        return switch (kind) {
            case "appended", "replayed" ->
                new AppendOutcome.Appended(
                        new EventId(reply.get(1).toString(), number(reply.get(2))),
                        number(reply.get(3)),
                        kind.equals("replayed"));
            case "conflict" -> new AppendOutcome.Conflict();
            case "not attempted" -> new AppendOutcome.NotAttempted();
            default -> throw new IllegalArgumentException("outcome " + kind);
        };
    }
}
