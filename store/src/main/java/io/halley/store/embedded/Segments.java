package io.halley.store.embedded;

import java.util.ArrayList;
import java.util.List;

/** The files of the log, oldest first, and what they take. Confined to the store's context. */
final class Segments {

    private final List<Segment> inOrder = new ArrayList<>();
    private long bytes;
    private long liveBytes;

    void add(Segment segment) {
        inOrder.add(segment);
        bytes += segment.bytes();
    }

    Segment get(int number) {
        return inOrder.get(number - inOrder.get(0).number());
    }

    Segment oldest() {
        return inOrder.get(0);
    }

    Segment current() {
        return inOrder.get(inOrder.size() - 1);
    }

    void removeOldest() {
        bytes -= inOrder.remove(0).bytes();
    }

    void grew(Segment segment, long end) {
        bytes += end - segment.bytes();
        segment.grew(end);
    }

    /** A record at a location became something to keep (positive length), or to drop (negative). */
    void live(long location, int length) {
        get(Location.segment(location)).live(length);
        liveBytes += length;
    }

    long bytes() {
        return bytes;
    }

    long liveBytes() {
        return liveBytes;
    }

    List<Segment> all() {
        return List.copyOf(inOrder);
    }
}
