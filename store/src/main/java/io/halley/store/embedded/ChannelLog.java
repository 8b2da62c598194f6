package io.halley.store.embedded;

import io.halley.shared.bus.ChannelInfo;
import io.halley.shared.event.Channel;
import io.halley.store.spi.LogRange;
import io.halley.store.spi.LogRange.Epoch;
import java.util.ArrayList;
import java.util.List;

/**
 * What is retained of one channel, and where. Offsets are next to each other, so that an event's place in three rings of
 * primitives follows from its offset: 16 bytes an event.
 */
final class ChannelLog {

    private static final int FIRST_CAPACITY = 4;

    private final Channel channel;
    private List<Epoch> epochs = List.of();
    private boolean opened;
    private long earliest = 1;
    private long head;
    private long time;
    private long bytes;
    private long deletionAt = Location.NOWHERE;
    private int deletionLength;

    private long[] locations = new long[FIRST_CAPACITY];
    private int[] lengths = new int[FIRST_CAPACITY];
    private int[] seconds = new int[FIRST_CAPACITY];

    ChannelLog(Channel channel) {
        this.channel = channel;
    }

    Channel channel() {
        return channel;
    }

    LogRange range() {
        return epochs.isEmpty() ? LogRange.NONE : new LogRange(epochs, earliest, head);
    }

    ChannelInfo info() {
        LogRange range = range();
        return new ChannelInfo(channel, range.earliestId(), range.headId(), events(), bytes, 0);
    }

    /** What the writer has to know to go on with this log. */
    Term term() {
        String last = epochs.isEmpty() ? null : epochs.get(epochs.size() - 1).name();
        return new Term(opened ? last : null, last, opened && deletionAt != Location.NOWHERE, head, time, events() > 0);
    }

    long earliest() {
        return earliest;
    }

    int events() {
        return (int) (head + 1 - earliest);
    }

    long bytes() {
        return bytes;
    }

    /** Whether there is more than the trace of a deletion. */
    boolean isThere() {
        return deletionAt == Location.NOWHERE;
    }

    /** Time of the newest event or deletion. */
    long time() {
        return time;
    }

    boolean holds(long offset) {
        return offset >= earliest && offset <= head;
    }

    long location(long offset) {
        return locations[slot(offset)];
    }

    int length(long offset) {
        return lengths[slot(offset)];
    }

    /** Time of a retained event, rounded down to seconds. */
    long timeOf(long offset) {
        return Integer.toUnsignedLong(seconds[slot(offset)]) * 1000;
    }

    /** Where the record of the deletion is that alone remains of the log, or {@link Location#NOWHERE}. */
    long deletionAt() {
        return deletionAt;
    }

    int deletionLength() {
        return deletionLength;
    }

    /** Restores what an opening of the folder found: a log without events that ends before an offset. */
    void restore(List<Epoch> found, long next, long lastTime) {
        epochs = List.copyOf(found);
        earliest = next;
        head = next - 1;
        time = lastTime;
    }

    /** Takes in the next event. Its epoch begins with it if it is not the current one. */
    void add(String epoch, long eventTime, long location, int length) {
        if (epochs.isEmpty() || !epochs.get(epochs.size() - 1).name().equals(epoch)) {
            begin(new Epoch(epoch, head + 1));
        }
        restoreEvent(eventTime, location, length);
        opened = true;
        deletionAt = Location.NOWHERE;
    }

    void restoreEvent(long eventTime, long location, int length) {
        if (events() == locations.length) {
            grow();
        }
        head++;
        int slot = slot(head);
        locations[slot] = location;
        lengths[slot] = length;
        seconds[slot] = (int) (eventTime / 1000);
        bytes += length;
        time = Math.max(time, eventTime);
    }

    /** Forgets the earliest event, and epochs that no covered position can be in any more. */
    void dropEarliest() {
        bytes -= length(earliest);
        earliest++;
        while (epochs.size() > 1 && epochs.get(1).first() < earliest) {
            epochs = List.copyOf(epochs.subList(1, epochs.size()));
        }
    }

    void move(long offset, long location) {
        locations[slot(offset)] = location;
    }

    /** Nothing is left but a new epoch, so that every older position is a gap. */
    void delete(Epoch next, long deletionTime, long location, int length) {
        epochs = List.of(next);
        earliest = next.first();
        head = next.first() - 1;
        time = deletionTime;
        bytes = 0;
        opened = true;
        locations = new long[FIRST_CAPACITY];
        lengths = new int[FIRST_CAPACITY];
        seconds = new int[FIRST_CAPACITY];
        placeDeletion(location, length);
    }

    void placeDeletion(long location, int length) {
        deletionAt = location;
        deletionLength = length;
    }

    private void begin(Epoch epoch) {
        List<Epoch> more = new ArrayList<>(epochs);
        more.add(epoch);
        epochs = List.copyOf(more);
    }

    private int slot(long offset) {
        return (int) (offset & (locations.length - 1));
    }

    private void grow() {
        int capacity = locations.length * 2;
        long[] oldLocations = locations;
        int[] oldLengths = lengths;
        int[] oldSeconds = seconds;
        int oldMask = oldLocations.length - 1;
        locations = new long[capacity];
        lengths = new int[capacity];
        seconds = new int[capacity];
        for (long offset = earliest; offset <= head; offset++) {
            int from = (int) (offset & oldMask);
            int to = slot(offset);
            locations[to] = oldLocations[from];
            lengths[to] = oldLengths[from];
            seconds[to] = oldSeconds[from];
        }
    }
}
