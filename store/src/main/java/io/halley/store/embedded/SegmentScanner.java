package io.halley.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Goes through the records of a segment, from a position up to the first that is damaged or not whole. */
final class SegmentScanner {

    private static final int WINDOW = 1024 * 1024;

    private final LogFile file;
    private final long size;
    private final RecordDecoder decoder = new RecordDecoder();
    private final ByteBuffer window;
    private long windowAt;
    private long position;

    SegmentScanner(LogFile file, long from, long size) {
        this.file = file;
        this.size = size;
        this.window = ByteBuffer.allocate((int) Math.min(WINDOW, Math.max(size - from, 0)))
                .limit(0);
        this.windowAt = from;
        this.position = from;
    }

    /** Where the next record is, or would be. */
    int position() {
        return (int) position;
    }

    /** The next record, or null where there is none that can be read. */
    @Nullable
    LogRecord next() throws IOException {
        int length = lengthHere();
        if (length == 0) {
            return null;
        }
        LogRecord record = decoder.head(window, (int) (position - windowAt), length, (int) position);
        position += length;
        return record;
    }

    /**
     * Whether a record of a later commit can be read behind the one that can't be. Then that one was on the disk once,
     * and is damaged; otherwise its commit was cut off.
     */
    boolean damagedWithin() throws IOException {
        long damaged = position;
        for (position++; position < size; position++) {
            int length = lengthHere();
            if (length > 0 && window.getInt((int) (position - windowAt) + 8) > damaged) {
                position = damaged;
                return true;
            }
        }
        position = damaged;
        return false;
    }

    private int lengthHere() throws IOException {
        int ahead = (int) Math.min(RecordEncoder.LARGEST_RECORD, size - position);
        if (position < windowAt || position + ahead > windowAt + window.limit()) {
            window.clear().limit((int) Math.min(window.capacity(), size - position));
            file.read(window, position);
            window.flip();
            windowAt = position;
        }
        return decoder.lengthAt(window, (int) (position - windowAt));
    }
}
