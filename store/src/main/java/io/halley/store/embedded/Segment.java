package io.halley.store.embedded;

import java.nio.file.Path;

/**
 * One file of the log. The counts belong to the store's context; they say when the file may go.
 *
 * <p>The file begins with {@link #HEADER_BYTES} bytes that name the format, so that no record is ever at 0.
 */
final class Segment {

    static final int HEADER_BYTES = 8;

    private final int number;
    private final Path path;
    private final LogFile file;
    private long bytes;
    private long liveBytes;
    private int readers;
    private Runnable onUnread = () -> {};

    Segment(int number, Path path, LogFile file, long bytes) {
        this.number = number;
        this.path = path;
        this.file = file;
        this.bytes = bytes;
    }

    int number() {
        return number;
    }

    Path path() {
        return path;
    }

    LogFile file() {
        return file;
    }

    /** Its length, as far as it is committed. */
    long bytes() {
        return bytes;
    }

    /** What of it is retained. */
    long liveBytes() {
        return liveBytes;
    }

    void grew(long end) {
        bytes = end;
    }

    void live(long change) {
        liveBytes += change;
    }

    /** Keeps the file until {@link #release}. */
    void retain() {
        readers++;
    }

    void release() {
        if (--readers == 0) {
            Runnable action = onUnread;
            onUnread = () -> {};
            action.run();
        }
    }

    /** Runs an action as soon as nobody reads the file. */
    void whenUnread(Runnable action) {
        if (readers == 0) {
            action.run();
        } else {
            onUnread = action;
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
