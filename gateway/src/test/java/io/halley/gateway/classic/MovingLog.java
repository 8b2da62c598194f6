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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Logs in memory that a test appends to, trims, takes back, deletes, and restarts; also in the middle of a search. */
final class MovingLog implements Log {

    private final Map<Channel, NavigableMap<Long, Event>> logs = new HashMap<>();
    private final Map<Channel, Long> heads = new HashMap<>();
    private String epoch = "aaaaaaaa";
    /** Runs before each read. */
    Runnable meanwhile = () -> {};

    int reads;

    Reading reading() {
        return reading(this);
    }

    /** Reads of a log between which no time passes. */
    static Reading reading(Log log) {
        return new Reading(log, millis -> Future.succeededFuture());
    }

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

    /** As a store that comes back from an older copy of itself. */
    void takeBack(Channel channel, int count, int number) {
        for (int i = 0; i < count && !log(channel).isEmpty(); i++) {
            heads.put(channel, log(channel).pollLastEntry().getKey() - 1);
        }
        restart(number);
    }

    void delete(Channel channel, int number) {
        logs.remove(channel);
        heads.remove(channel);
        restart(number);
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
        } else if (from instanceof EventId id && covers(log, id, head)) {
            start = id.offset();
        } else if (!log.isEmpty()) {
            start = log.firstKey() - 1;
            gap = from instanceof EventId ? new Gap(channel, from.toString(), headId, headId) : null;
        }
        List<Event> events = within(limit, log.tailMap(start, false).values());
        EventId end = events.isEmpty() ? idAt(log, start) : Stamp.id(events.get(events.size() - 1));
        return Future.succeededFuture(new Backlog(channel, idAt(log, start), events, end, headId, gap));
    }

    private static boolean covers(NavigableMap<Long, Event> log, EventId id, long head) {
        Event event = log.get(id.offset());
        return id.offset() <= head
                && (log.isEmpty() || id.offset() >= log.firstKey() - 1)
                && (event == null || Stamp.id(event).equals(id));
    }

    private static List<Event> within(ReadLimit limit, Collection<Event> from) {
        List<Event> events = new ArrayList<>();
        long bytes = 0;
        for (Event event : from) {
            bytes += event.data().json().length();
            if (events.size() == limit.events() || (!events.isEmpty() && bytes > limit.bytes())) {
                break;
            }
            events.add(event);
        }
        return events;
    }

    private EventId idAt(NavigableMap<Long, Event> log, long offset) {
        Event event = log.get(offset);
        return offset == 0 ? EventId.NONE : event == null ? new EventId(epoch, offset) : Stamp.id(event);
    }

    private NavigableMap<Long, Event> log(Channel channel) {
        return logs.computeIfAbsent(channel, none -> new TreeMap<>());
    }
}
