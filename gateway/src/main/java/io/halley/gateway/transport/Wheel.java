package io.halley.gateway.transport;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Things to look at later, without a timer for each: one slot per tick, turned by whoever owns the clock. What lies in a
 * slot is looked at when the wheel comes by. A thing lies in one slot at a time.
 */
final class Wheel<T> {

    private final List<Set<T>> slots = new ArrayList<>();
    private int now;
    private int size;

    Wheel(int slots) {
        for (int i = 0; i < slots; i++) {
            this.slots.add(new HashSet<>());
        }
    }

    /** Puts a thing down, to be looked at after {@code ticks}, from 1 to the number of slots; answers its slot. */
    int put(T thing, int ticks) {
        int slot = (now + ticks) % slots.size();
        size += slots.get(slot).add(thing) ? 1 : 0;
        return slot;
    }

    /** Takes a thing out before its time. Harmless if it is not there any more. */
    void remove(T thing, int slot) {
        size -= slots.get(slot).remove(thing) ? 1 : 0;
    }

    /** Turns by one; gives out what lies there. */
    Set<T> turn() {
        now = (now + 1) % slots.size();
        Set<T> due = slots.get(now);
        slots.set(now, new HashSet<>());
        size -= due.size();
        return due;
    }

    /** Everything in it, as it is now. */
    List<T> all() {
        return slots.stream().flatMap(Set::stream).toList();
    }

    int size() {
        return size;
    }
}
