package io.halley.store.embedded;

import io.halley.shared.runtime.StartException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Opens the log: reads all of it once, and finds out what is retained of each channel. A commit that was cut off at the
 * end is taken away; damage anywhere else is not repaired but refused.
 */
final class Recovery {

    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

    private final DataFolder folder;
    private final Disk disk;
    private final Segments segments = new Segments();
    private final Map<String, FoundLog> found = new HashMap<>();

    Recovery(DataFolder folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /**
     * Reads the log.
     *
     * @param onRecord gets every record, in the order of the log
     * @throws StartException if it is damaged
     */
    LogIndex run(Retention retention, long now, Consumer<LogRecord> onRecord) throws IOException {
        List<Integer> numbers = folder.segmentNumbers();
        for (int i = 0; i < numbers.size(); i++) {
            int number = numbers.get(i);
            if (number != numbers.get(0) + i) {
                throw new StartException(
                        "data folder: " + folder.segment(numbers.get(0) + i) + " is missing, but later ones are there");
            }
            scan(number, i == numbers.size() - 1, onRecord);
        }
        if (numbers.isEmpty()) {
            segments.add(SegmentFiles.create(folder, disk, 1));
        }
        LogIndex index = new LogIndex(segments, retention);
        for (FoundLog log : found.values()) {
            ChannelLog restored = log.toLog(retention);
            if (restored != null) {
                index.restore(restored, now);
            }
        }
        return index;
    }

    private void scan(int number, boolean last, Consumer<LogRecord> onRecord) throws IOException {
        Segment segment = SegmentFiles.open(folder, disk, number, last);
        segments.add(segment);
        SegmentScanner scanner = new SegmentScanner(segment.file(), Segment.HEADER_BYTES, segment.bytes());
        for (LogRecord record = scanner.next(); record != null; record = scanner.next()) {
            onRecord.accept(record);
            if (record.kind() != LogRecord.Kind.NOTHING) {
                found.computeIfAbsent(record.channel(), FoundLog::new).accept(record, number);
            }
        }
        long unreadable = segment.bytes() - scanner.position();
        if (unreadable > 0) {
            if (!last || unreadable > LogWriter.LARGEST_COMMIT || scanner.damagedWithin()) {
                throw new StartException("data folder: " + segment + " is damaged at byte " + scanner.position()
                        + " (bring the folder back from a copy)");
            }
            LOG.log(Level.WARNING, "{0}: the last commit was cut off; took away {1} bytes", segment, unreadable);
            segment.file().truncate(scanner.position());
            segments.grew(segment, scanner.position());
        }
        if (last) {
            // what was found may be in the memory of a system that has not crashed, and nowhere else
            segment.file().force();
        }
    }
}
