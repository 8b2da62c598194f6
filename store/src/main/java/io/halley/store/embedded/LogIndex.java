package io.halley.store.embedded;

import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.store.spi.LogRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is retained, of every channel, and where. Confined to the store's context; holds only what is on the disk. */
final class LogIndex {

    /** Traces of deleted ones are among them. {@link ChannelBound} sees to it. */
    static final int MOST_CHANNELS = 1_000_000;

    private static final int SWEPT_AT_ONCE = 2_000;

    private final Map<Channel, ChannelLog> logs = new HashMap<>();
    private final TreeMap<String, ChannelLog> byName = new TreeMap<>();
    private final Segments segments;
    private final Retention retention;
    private @Nullable Watch watch;
    private String sweptTo = "";

    LogIndex(Segments segments, Retention retention) {
        this.segments = segments;
        this.retention = retention;
    }

    /** Learns what becomes of logs. */
    interface Watch {

        /** Retention took the last event. */
        void emptied(ChannelLog log);

        /** A log without events is let go of after this. */
        void forgetting(ChannelLog log);
    }

    void watch(Watch newWatch) {
        watch = newWatch;
    }

    Collection<ChannelLog> all() {
        return Collections.unmodifiableCollection(logs.values());
    }

    Segments segments() {
        return segments;
    }

    int channels() {
        return logs.size();
    }

    @Nullable
    ChannelLog find(Channel channel) {
        return logs.get(channel);
    }

    LogRange range(Channel channel) {
        ChannelLog log = logs.get(channel);
        return log == null ? LogRange.NONE : log.range();
    }

    Term term(Channel channel) {
        ChannelLog log = logs.get(channel);
        return log == null ? Term.none() : log.term();
    }

    /** Takes in a log that an opening of the folder found. */
    void restore(ChannelLog log, long now) {
        put(log);
        for (long offset = log.earliest(); log.holds(offset); offset++) {
            segments.live(log.location(offset), log.length(offset));
        }
        if (log.deletionAt() != Location.NOWHERE) {
            segments.live(log.deletionAt(), log.deletionLength());
        }
        trim(log, now);
    }

    /** Takes in the next event of a channel, and lets go of what it displaces. */
    void add(Channel channel, EventId id, long time, long location, int length, long now) {
        ChannelLog log = logs.get(channel);
        if (log == null) {
            log = new ChannelLog(channel);
            put(log);
        }
        dropDeletion(log);
        log.add(id.epoch(), time, location, length);
        segments.live(location, length);
        trim(log, now);
    }

    /** All events of a channel are gone; {@code next} is the id that its next one will have. */
    void delete(Channel channel, EventId next, long time, long location, int length) {
        ChannelLog log = logs.get(channel);
        if (log == null) {
            return;
        }
        while (log.events() > 0) {
            dropEarliest(log);
        }
        log.delete(new LogRange.Epoch(next.epoch(), next.offset()), time, location, length);
        segments.live(location, length);
    }

    /** Whether a record is what the index points to. */
    boolean isLive(LogRecord record, long location) {
        if (record.kind() == LogRecord.Kind.NOTHING) {
            return false;
        }
        ChannelLog log = byName.get(record.channel());
        if (log == null) {
            return false;
        }
        return record.kind() == LogRecord.Kind.EVENT
                ? log.holds(record.offset()) && log.location(record.offset()) == location
                : log.deletionAt() == location;
    }

    /** A live record is in another place now, too; that one counts from here on. */
    void move(LogRecord record, long from, long to) {
        ChannelLog log = byName.get(record.channel());
        if (log == null || !isLive(record, from)) {
            return;
        }
        if (record.kind() == LogRecord.Kind.EVENT) {
            log.move(record.offset(), to);
        } else {
            log.placeDeletion(to, record.length());
        }
        segments.live(from, -record.length());
        segments.live(to, record.length());
    }

    /** Lets go of what has become too old, in some of the channels; the next call goes on with others. */
    void sweep(long now) {
        List<ChannelLog> some = new ArrayList<>();
        for (ChannelLog log : from(sweptTo, false)) {
            some.add(log);
            if (some.size() == SWEPT_AT_ONCE) {
                break;
            }
        }
        sweptTo = some.size() == SWEPT_AT_ONCE
                ? some.get(SWEPT_AT_ONCE - 1).channel().name()
                : "";
        for (ChannelLog log : some) {
            trim(log, now);
            if (retention.forgets(log, now, logs.size() < MOST_CHANNELS / 2)) {
                if (watch != null) {
                    watch.forgetting(log);
                }
                dropDeletion(log);
                logs.remove(log.channel());
                byName.remove(log.channel().name());
            }
        }
    }

    /** By name, from one on; it itself only if {@code inclusive}. */
    Iterable<ChannelLog> from(String name, boolean inclusive) {
        return byName.tailMap(name, inclusive).values();
    }

    /** Whether a log is one that others see. */
    boolean shows(ChannelLog log, long now) {
        return retention.shows(log, now);
    }

    private void put(ChannelLog log) {
        logs.put(log.channel(), log);
        byName.put(log.channel().name(), log);
    }

    private void trim(ChannelLog log, long now) {
        boolean had = log.events() > 0;
        while (retention.exceeds(log, now)) {
            dropEarliest(log);
        }
        if (watch != null && had && log.events() == 0) {
            watch.emptied(log);
        }
    }

    private void dropEarliest(ChannelLog log) {
        segments.live(log.location(log.earliest()), -log.length(log.earliest()));
        log.dropEarliest();
    }

    private void dropDeletion(ChannelLog log) {
        if (log.deletionAt() != Location.NOWHERE) {
            segments.live(log.deletionAt(), -log.deletionLength());
            log.placeDeletion(Location.NOWHERE, 0);
        }
    }
}
