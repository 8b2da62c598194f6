package io.halley.gateway.hub;

import io.halley.gateway.Events;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Gap;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A log of one channel in memory, of which a test takes away and which it begins anew, as a store does. */
final class ScriptedLog {

    private final Channel channel;
    private final List<Event> events = new ArrayList<>();
    private final Set<String> epochs = new HashSet<>();
    private String epoch = "aaaaaaaa";
    private EventId head = EventId.NONE;
    private int earliest = 1;

    ScriptedLog(Channel channel) {
        this.channel = channel;
        epochs.add(epoch);
    }

    List<Event> append(int count) {
        List<Event> fresh = Events.of(channel.name(), epoch, head.offset() + 1, count);
        events.addAll(fresh);
        head = idOf(fresh.get(count - 1));
        return fresh;
    }

    /** A clean restart: offsets go on under another name. */
    void beginEpoch(int number) {
        epoch = "epoch" + String.format("%03d", number);
        epochs.add(epoch);
    }

    void trim(int count) {
        earliest = Math.min(earliest + count, (int) head.offset() + 1);
    }

    EventId head() {
        return head;
    }

    long earliest() {
        return earliest;
    }

    Backlog read(Position from, ReadLimit limit) {
        EventId before = earliest == 1 && head.offset() == 0 ? EventId.NONE : idBefore(earliest);
        if (from instanceof EventId id && covers(id)) {
            return page(id, limit, null);
        }
        if (from instanceof Position.Start) {
            return page(before, limit, null);
        }
        if (from instanceof Position.Last last) {
            long offset = Math.max(earliest - 1, head.offset() - last.count());
            return page(offset < earliest ? before : idOf(events.get((int) offset - 1)), limit, null);
        }
        EventId earliestId = new EventId(before.equals(EventId.NONE) ? epoch : before.epoch(), earliest);
        return page(before, limit, new Gap(channel, from.toString(), earliestId, head));
    }

    private boolean covers(EventId id) {
        if (id.equals(EventId.NONE)) {
            return earliest == 1 && epochs.size() == 1;
        }
        return id.offset() + 1 >= earliest
                && id.offset() <= head.offset()
                && id.offset() >= 1
                && idOf(events.get((int) id.offset() - 1)).equals(id);
    }

    private EventId idBefore(int offset) {
        String name = offset > events.size()
                ? head.epoch()
                : idOf(events.get(offset - 1)).epoch();
        return new EventId(name, offset - 1);
    }

    private Backlog page(EventId start, ReadLimit limit, @Nullable Gap gap) {
        int from = (int) start.offset();
        List<Event> read = events.subList(from, Math.min(events.size(), from + Math.min(limit.events(), 7)));
        EventId end = read.isEmpty() ? start : idOf(read.get(read.size() - 1));
        return new Backlog(channel, start, read, end, head, gap);
    }

    static EventId idOf(Event event) {
        EventId id = event.id();
        if (id == null) {
            throw new AssertionError("event without id: " + event);
        }
        return id;
    }
}
