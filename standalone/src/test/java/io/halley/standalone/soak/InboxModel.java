package io.halley.standalone.soak;

import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the inbox of one user has to say, from all that was pushed and read, each step known to be done. */
final class InboxModel {

    private final int retained;
    private final TreeMap<Long, String> ids = new TreeMap<>();
    private final TreeSet<Long> unread = new TreeSet<>();
    private long dropped;
    private long toEverybody;

    InboxModel(int retained) {
        this.retained = retained;
    }

    /** The user's own channel has one event more. */
    void pushed(String id) {
        long offset = offset(id);
        if (!ids.isEmpty() && offset != ids.lastKey() + 1) {
            throw new AssertionError("pushed as " + id + " after " + ids.lastEntry());
        }
        ids.put(offset, id);
        unread.add(offset);
        while (ids.size() > retained) {
            dropped += unread.remove(ids.pollFirstEntry().getKey()) ? 1 : 0;
        }
    }

    void pushedToEverybody() {
        toEverybody++;
    }

    void readUpTo(String id) {
        unread.headSet(offset(id), true).clear();
    }

    void read(String id) {
        unread.remove(offset(id));
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    /** Id of any event that is retained. */
    String any(Random random) {
        long offset = ids.firstKey() + random.nextInt(ids.size());
        return Objects.requireNonNull(ids.get(offset));
    }

    long unread() {
        return unread.size() + toEverybody;
    }

    long dropped() {
        return dropped;
    }

    private static long offset(String id) {
        return Long.parseLong(id.substring(id.indexOf('.') + 1));
    }
}
