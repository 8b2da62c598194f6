package io.halley.store.embedded;

import io.halley.shared.event.Channel;
import io.halley.store.spi.LogRange.Epoch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of one channel, in the order of the log, while the folder is opened. A record may be there twice, and later
 * than records above it: the cleaner puts it at the end once more.
 */
final class FoundLog {

    private final Channel channel;
    private final List<Place> events = new ArrayList<>();
    private boolean ascending = true;
    private @Nullable Place deletion;
    private String lastEpoch = "";
    private long time;

    FoundLog(String channel) {
        this.channel = new Channel(channel);
    }

    void accept(LogRecord record, int segment) {
        if (record.beginsAnew()) {
            events.clear();
            ascending = true;
            deletion = null;
        }
        if (!record.epoch().equals(lastEpoch)) {
            lastEpoch = record.epoch();
        }
        Place place = new Place(
                lastEpoch,
                record.first(),
                record.previous(),
                record.offset(),
                record.time(),
                Location.of(segment, record.position()),
                record.length());
        time = Math.max(time, record.time());
        if (record.kind() == LogRecord.Kind.DELETION) {
            deletion = place;
        } else {
            ascending &= events.isEmpty() || events.get(events.size() - 1).offset < place.offset;
            events.add(place);
        }
    }

    /**
     * The log as far as it goes back from the head without a hole, as many events as are retained at most; null if
     * there is nothing.
     */
    @Nullable
    ChannelLog toLog(Retention retention) {
        ChannelLog log = new ChannelLog(channel);
        List<Place> run = run(retention.events(channel));
        if (!run.isEmpty()) {
            log.restore(epochs(run), run.get(0).offset, time);
            run.forEach(place -> log.restoreEvent(place.time, place.location, place.length));
            return log;
        }
        if (deletion == null) {
            return null;
        }
        log.restore(List.of(new Epoch(deletion.epoch, deletion.offset)), deletion.offset, deletion.time);
        log.placeDeletion(deletion.location, deletion.length);
        return log;
    }

    private List<Place> run(int atMost) {
        List<Place> ordered = ascending ? events : withoutEarlierCopies();
        int from = ordered.size();
        while (from > 0
                && ordered.size() - from < atMost
                && (from == ordered.size() || ordered.get(from - 1).offset + 1 == ordered.get(from).offset)) {
            from--;
        }
        return ordered.subList(from, ordered.size());
    }

    private List<Place> withoutEarlierCopies() {
        events.sort(Comparator.comparingLong(Place::offset));
        List<Place> last = new ArrayList<>(events.size());
        for (Place place : events) {
            if (!last.isEmpty() && last.get(last.size() - 1).offset == place.offset) {
                last.set(last.size() - 1, place);
            } else {
                last.add(place);
            }
        }
        return last;
    }

    /** The epochs of these events, and the one before them if their first begins one: its end is covered, too. */
    private static List<Epoch> epochs(List<Place> run) {
        List<Epoch> found = new ArrayList<>();
        Place earliest = run.get(0);
        if (earliest.first && earliest.previous != null) {
            found.add(new Epoch(earliest.previous, earliest.offset - 1));
        }
        String current = "";
        for (Place place : run) {
            if (!place.epoch.equals(current)) {
                current = place.epoch;
                found.add(new Epoch(current, place.offset));
            }
        }
        return found;
    }

    private record Place(
            String epoch,
            boolean first,
            @Nullable String previous,
            long offset,
            long time,
            long location,
            int length) {}
}
