package io.halley.store.spi;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** Moves on what was read: up to one offset, and single ones above it, which it takes in when it comes to them. */
final class Reading {

    private final TreeMap<Long, Long> singles;
    private long upTo;
    private Steps steps;

    Reading(long upTo, Steps steps, SortedMap<Long, Long> singles) {
        this.upTo = upTo;
        this.steps = steps;
        this.singles = new TreeMap<>(singles);
        takeIn();
    }

    long upTo() {
        return upTo;
    }

    Steps steps() {
        return steps;
    }

    SortedMap<Long, Long> singles() {
        return singles;
    }

    /** Those that were read alone before keep their time. */
    void upTo(long offset, long time) {
        while (!singles.isEmpty() && singles.firstKey() <= offset) {
            moveTo(singles.firstKey() - 1, time);
            takeIn();
        }
        moveTo(offset, time);
        takeIn();
    }

    void ids(Collection<Long> offsets, long time) {
        offsets.stream().filter(offset -> offset > upTo).forEach(offset -> singles.putIfAbsent(offset, time));
        takeIn();
    }

    private void takeIn() {
        while (!singles.isEmpty() && singles.firstKey() == upTo + 1) {
            moveTo(upTo + 1, singles.remove(upTo + 1));
        }
    }

    private void moveTo(long offset, long time) {
        if (offset > upTo) {
            steps = steps.with(offset, time);
            upTo = offset;
        }
    }
}
