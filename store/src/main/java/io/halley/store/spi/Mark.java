package io.halley.store.spi;

import io.halley.shared.bus.Receipt;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one user has read of one channel of the inbox, as of one head of its log. As text, the same in every backend:
 * {@code EPOCH HEAD UPTO DROPPED|READ|SINGLES|WRITTEN|DELIVERED}, the last four as {@link Steps}.
 *
 * <p>Before anything else a mark is {@link #settled} on what the log covers now: that counts what retention took unread,
 * whenever it did, so that appending and trimming write no mark. Times are ms since 1970. Immutable.
 *
 * @param head of the log when the mark was settled last
 * @param upTo everything up to this offset was read, is gone, or was there before the user
 * @param dropped events that went unread
 * @param read when {@code upTo} came how far by reading
 * @param singles offsets above {@code upTo} that were read alone, with their times; no more than the log retains
 * @param written how far the channel came to a socket of the user
 * @param delivered how far it came to the user's client, as that said
 */
public record Mark(
        EventId head,
        long upTo,
        long dropped,
        Steps read,
        SortedMap<Long, Long> singles,
        Steps written,
        Steps delivered) {

    public Mark {
        singles = Collections.unmodifiableSortedMap(new TreeMap<>(singles));
        if (upTo < 0 || upTo > head.offset() || dropped < 0 || (!singles.isEmpty() && singles.firstKey() <= upTo)) {
            throw new IllegalArgumentException("mark up to " + upTo + " of " + head + ", dropped " + dropped);
        }
    }

    /** Nothing was read, but what is up to an offset does not count. */
    private static Mark plain(EventId head, long upTo, long dropped) {
        return new Mark(head, upTo, dropped, Steps.NONE, new TreeMap<>(), Steps.NONE, Steps.NONE);
    }

    /**
     * The mark of a user who has none yet: of the user's own channel all is unread, also what came before the user; of
     * {@code users} only what comes from now on.
     */
    public static Mark first(Channel channel, LogRange range) {
        if (!channel.equals(Channel.USERS) || range.head() == 0) {
            return plain(EventId.NONE, 0, 0).settled(range);
        }
        Steps before = Steps.NONE.with(range.head(), 0);
        return new Mark(range.headId(), range.head(), 0, before, new TreeMap<>(), Steps.NONE, Steps.NONE);
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Mark parse(String text) {
        String[] parts = text.split("\\|", -1);
        String[] numbers = parts[0].split(" ", -1);
        if (parts.length != 5 || numbers.length != 4) {
            throw new IllegalArgumentException("mark of " + parts.length + " parts, " + numbers.length + " numbers");
        }
        return new Mark(
                new EventId(numbers[0], Long.parseLong(numbers[1])),
                Long.parseLong(numbers[2]),
                Long.parseLong(numbers[3]),
                Steps.parse(parts[1]),
                Steps.parse(parts[2]).byOffset(),
                Steps.parse(parts[3]),
                Steps.parse(parts[4]));
    }

    /**
     * The same, as of what the log covers now. If that is another log, or none, only the count of what went is kept; a log
     * that none knew of, and that has let go of its first epoch since, can't be told from the one before.
     */
    public Mark settled(LogRange range) {
        if (range.epochs().isEmpty()) {
            return plain(EventId.NONE, 0, dropped + unread());
        }
        LogRange.Epoch first = range.epochs().get(0);
        if (first.first() > head.offset() || range.names(head)) {
            return movedOn(range);
        }
        boolean wentBack =
                range.epochs().stream().anyMatch(epoch -> epoch.name().equals(head.epoch()));
        long before = (wentBack ? range.earliest() : first.first()) - 1;
        return plain(range.headId(), before, dropped + unread()).movedOn(range);
    }

    private Mark movedOn(LogRange range) {
        long gone = range.earliest() - 1;
        long lost = Math.max(0, gone - upTo - singles.headMap(range.earliest()).size());
        Reading reading = new Reading(Math.max(upTo, gone), read, singles.tailMap(Math.max(upTo, gone) + 1));
        return new Mark(
                range.headId(),
                reading.upTo(),
                dropped + lost,
                reading.steps().from(range.earliest()),
                reading.singles(),
                written.from(range.earliest()),
                delivered.from(range.earliest()));
    }

    /** The same with everything read up to an offset, at most the head. */
    public Mark upTo(long offset, long time) {
        Reading reading = new Reading(upTo, read, singles);
        reading.upTo(Math.min(offset, head.offset()), time);
        return with(reading);
    }

    /** The same with single events read; those that were read before, are gone, or not there yet, are left out. */
    public Mark ids(Collection<Long> offsets, long time) {
        Reading reading = new Reading(upTo, read, singles);
        reading.ids(offsets.stream().filter(offset -> offset <= head.offset()).toList(), time);
        return with(reading);
    }

    private Mark with(Reading reading) {
        return new Mark(head, reading.upTo(), dropped, reading.steps(), reading.singles(), written, delivered);
    }

    /** The same with everything written up to an offset, at most the head. */
    public Mark written(long offset, long time) {
        Steps further = written.with(Math.min(offset, head.offset()), time);
        return new Mark(head, upTo, dropped, read, singles, further, delivered);
    }

    /** The same with everything delivered, and so written, up to an offset, at most the head. */
    public Mark delivered(long offset, long time) {
        Steps further = delivered.with(Math.min(offset, head.offset()), time);
        return new Mark(head, upTo, dropped, read, singles, written, further).written(offset, time);
    }

    /** Of the events that are retained. */
    public long unread() {
        return head.offset() - upTo - singles.size();
    }

    /** Events up to this offset were there before the user, and so are none of the user's inbox; 0 for none. */
    public long before() {
        return read.list().isEmpty() || read.list().get(0).time() != 0
                ? 0
                : read.list().get(0).offset();
    }

    /** What became of an event that is retained, and came into the log at a time. */
    public Receipt receipt(long offset, long sent) {
        if (offset <= before()) {
            return new Receipt(sent, null, null, null);
        }
        Long seen = offset <= upTo ? read.timeOf(offset) : singles.get(offset);
        Long came = earlier(delivered.timeOf(offset), seen);
        return new Receipt(sent, earlier(written.timeOf(offset), came), came, seen);
    }

    /** A later step implies the one before. */
    private static @Nullable Long earlier(@Nullable Long step, @Nullable Long later) {
        return step == null || (later != null && later < step) ? later : step;
    }

    /** Another one after every change of what is read. */
    public String version() {
        return upTo + "." + singles.size();
    }

    @Override
    public String toString() {
        return head.epoch() + " " + head.offset() + " " + upTo + " " + dropped + "|" + read + "|" + Steps.of(singles)
                + "|" + written + "|" + delivered;
    }
}
