package io.halley.gateway.classic;

import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventId;
import io.halley.shared.event.EventType;
import io.halley.shared.event.Gap;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Logs in memory that a test appends to, trims, and restarts; also in the middle of a search. */
final class MovingLog implements Log {

    private final Map<Channel, NavigableMap<Long, Event>> logs = new HashMap<>();
    private final Map<Channel, Long> heads = new HashMap<>();
    private String epoch = "aaaaaaaa";
    /** Runs before each read. */
    Runnable meanwhile = () -> {};

    int reads;

    Event append(Channel channel, long time, EventType type, String data) {
        long offset = heads.merge(channel, 1L, Long::sum);
        Event event = new Event(channel, new EventId(epoch, offset), time, type, new EventData(data), null);
        log(channel).put(offset, event);
        return event;
    }

    void restart(int number) {
        epoch = "epoch" + String.format("%03d", number);
    }

    void trim(Channel channel, int count) {
        for (int i = 0; i < count && !log(channel).isEmpty(); i++) {
            log(channel).pollFirstEntry();
        }
    }

    List<Event> retained(Channel channel) {
        return List.copyOf(log(channel).values());
    }

    @Override
    public Future<Backlog> read(Channel channel, Position from, ReadLimit limit) {
        meanwhile.run();
        reads++;
        NavigableMap<Long, Event> log = log(channel);
        long head = heads.getOrDefault(channel, 0L);
        EventId headId = head == 0 ? EventId.NONE : idAt(log, head);
        long start = head;
        Gap gap = null;
        if (from instanceof Position.Last last) {
            start = Math.max(head - last.count(), log.isEmpty() ? head : log.firstKey() - 1);
        } else if (from instanceof EventId id && (log.isEmpty() || id.offset() >= log.firstKey() - 1)) {
            start = id.offset();
        } else if (!log.isEmpty()) {
            start = log.firstKey() - 1;
            gap = from instanceof EventId ? new Gap(channel, from.toString(), headId, headId) : null;
        }
        List<Event> events = log.tailMap(start, false).values().stream()
                .limit(limit.events())
                .toList();
        EventId end = events.isEmpty() ? idAt(log, start) : Stamp.id(events.get(events.size() - 1));
        return Future.succeededFuture(new Backlog(channel, idAt(log, start), events, end, headId, gap));
    }

    private EventId idAt(NavigableMap<Long, Event> log, long offset) {
        Event event = log.get(offset);
        return offset == 0 ? EventId.NONE : event == null ? new EventId(epoch, offset) : Stamp.id(event);
    }

    private NavigableMap<Long, Event> log(Channel channel) {
        return logs.computeIfAbsent(channel, none -> new TreeMap<>());
    }
}
