package io.halley.store.embedded;

/** Where a record is, in one long: number of the segment, and position in it. */
final class Location {

    /** No record is at position 0, where a segment has its header. */
    static final long NOWHERE = 0;

    private Location() {}

    static long of(int segment, int position) {
        return ((long) segment << 32) | position;
    }

    static int segment(long location) {
        return (int) (location >>> 32);
    }

    static int position(long location) {
        return (int) location;
    }
}
