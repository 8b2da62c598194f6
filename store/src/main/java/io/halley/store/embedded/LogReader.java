package io.halley.store.embedded;

import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.halley.store.spi.LogRange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Reads pages of a channel. What to read is decided on the store's context, the reading is done beside it. */
final class LogReader {

    private static final int MOST_READS = 10_000;
    /** Rather reads over what lies between two records than once more. */
    private static final int READ_OVER = 4 * 1024;

    private final LogIndex index;
    private final Worker worker;
    private final Promise<Void> closed = Promise.promise();
    private int reads;
    private boolean closing;

    LogReader(LogIndex index, Worker worker) {
        this.index = index;
        this.worker = worker;
    }

    Future<Backlog> read(Channel channel, Position from, ReadLimit limit) {
        LogRange range = index.range(channel);
        LogRange.Start start = range.resolve(channel, from);
        EventId head = range.headId();
        ChannelLog log = index.find(channel);
        if (log == null || start.id().offset() >= head.offset()) {
            return Future.succeededFuture(new Backlog(channel, start.id(), List.of(), start.id(), head, start.gap()));
        }
        if (reads >= MOST_READS) {
            return Future.failedFuture(new StoreException("the store is busy"));
        }
        List<Stretch> stretches = plan(log, start.id().offset() + 1, limit);
        Set<Segment> segments = new LinkedHashSet<>();
        stretches.forEach(stretch -> segments.add(stretch.segment));
        segments.forEach(Segment::retain);
        reads++;
        return worker.read(() -> read(channel, stretches))
                .onComplete(done -> {
                    reads--;
                    segments.forEach(Segment::release);
                    completeClose();
                })
                .map(events -> new Backlog(channel, start.id(), events, lastId(events), head, start.gap()));
    }

    /** Answers when no read is under way any more. */
    Future<Void> close() {
        closing = true;
        completeClose();
        return closed.future();
    }

    private void completeClose() {
        if (closing && reads == 0) {
            closed.tryComplete();
        }
    }

    /** Records that are read in one go: position and length of each. */
    private static final class Stretch {
        final Segment segment;
        final int from;
        final List<int[]> records = new ArrayList<>();
        int end;

        Stretch(Segment segment, int from) {
            this.segment = segment;
            this.from = from;
            this.end = from;
        }

        boolean takes(Segment other, int position) {
            return segment == other && position >= end && position - end <= READ_OVER;
        }
    }

    private List<Stretch> plan(ChannelLog log, long first, ReadLimit limit) {
        List<Stretch> stretches = new ArrayList<>();
        Stretch current = null;
        long bytes = 0;
        int events = 0;
        for (long offset = first; log.holds(offset) && events < limit.events(); offset++, events++) {
            int length = log.length(offset);
            bytes += length;
            if (bytes > limit.bytes() && events > 0) {
                break;
            }
            Segment segment = index.segments().get(Location.segment(log.location(offset)));
            int position = Location.position(log.location(offset));
            if (current == null || !current.takes(segment, position)) {
                current = new Stretch(segment, position);
                stretches.add(current);
            }
            current.records.add(new int[] {position, length});
            current.end = position + length;
        }
        return stretches;
    }

    private static List<Event> read(Channel channel, List<Stretch> stretches) throws IOException {
        RecordDecoder decoder = new RecordDecoder();
        List<Event> events = new ArrayList<>();
        for (Stretch stretch : stretches) {
            ByteBuffer bytes = ByteBuffer.allocate(stretch.end - stretch.from);
            stretch.segment.file().read(bytes, stretch.from);
            bytes.flip();
            for (int[] record : stretch.records) {
                int at = record[0] - stretch.from;
                if (decoder.lengthAt(bytes, at) != record[1]) {
                    throw new StoreException(stretch.segment + " is damaged at byte " + record[0]);
                }
                events.add(decoder.event(bytes, at, record[1], channel));
            }
        }
        return events;
    }

    private static EventId lastId(List<Event> events) {
        return Objects.requireNonNull(events.get(events.size() - 1).id());
    }
}
