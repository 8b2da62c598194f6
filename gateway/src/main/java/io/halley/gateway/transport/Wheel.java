package io.halley.gateway.transport;

import java.util.ArrayList;
import java.util.List;

/**
 * Things to look at later, without a timer for each: one slot per tick, turned by whoever owns the clock. What lies in a
 * slot is looked at when the wheel comes by.
 */
final class Wheel<T> {

    private final List<List<T>> slots = new ArrayList<>();
    private int now;

    Wheel(int size) {
        for (int i = 0; i < size; i++) {
            slots.add(new ArrayList<>());
        }
    }

    /** Puts a thing down, to be looked at after {@code ticks}, from 1 to the wheel's size. */
    void put(T thing, int ticks) {
        slots.get((now + ticks) % slots.size()).add(thing);
    }

    /** Turns by one; gives out what lies there. */
    List<T> turn() {
        now = (now + 1) % slots.size();
        List<T> due = slots.get(now);
        slots.set(now, new ArrayList<>());
        return due;
    }

    /** Everything in it, as it is now. */
    List<T> all() {
        return slots.stream().flatMap(List::stream).toList();
    }
}
