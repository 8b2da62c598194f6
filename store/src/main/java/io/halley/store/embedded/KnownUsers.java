package io.halley.store.embedded;

import io.halley.store.embedded.MapWriter.Slot;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who was ever here, and when: all in memory, ordered by id, and on the disk. Confined to the store's context. */
final class KnownUsers {

    static final int MOST_USERS = 1_000_000;

    private static final String MAP = "users";

    private final TreeMap<String, Times> users = new TreeMap<>();

    KnownUsers(Map<String, Times> stored) {
        users.putAll(stored);
    }

    /** When a user was first and last seen, ms since 1970. */
    record Times(long first, long last) {

        Times and(Times other) {
            return new Times(Math.min(first, other.first), Math.max(last, other.last));
        }

        static Times at(long time) {
            return new Times(time, time);
        }

        private static Times parse(String text) {
            int space = text.indexOf(' ');
            return new Times(Long.parseLong(text.substring(0, space)), Long.parseLong(text.substring(space + 1)));
        }

        @Override
        public String toString() {
            return first + " " + last;
        }
    }

    static Map<String, Times> load(SmallMaps maps) throws IOException {
        Map<String, Times> users = new TreeMap<>();
        maps.map(MAP).forEach((user, text) -> users.put(user, Times.parse(text)));
        return users;
    }

    static Slot slot(String user) {
        return new Slot(MAP, user);
    }

    @Nullable
    Times find(String user) {
        return users.get(user);
    }

    NavigableSet<String> ids() {
        return users.navigableKeySet();
    }

    /** Whether there is no room for one more than these. */
    boolean isFull(int more) {
        return users.size() + more >= MOST_USERS;
    }

    /** What is to be on the disk of a user; null if not known. */
    @Nullable
    String text(String user) {
        Times times = users.get(user);
        return times == null ? null : times.toString();
    }

    /** Takes in what is on the disk. */
    void add(String user, Times times) {
        users.merge(user, times, Times::and);
    }

    /** Takes in that a user was seen at a time; nothing happens if the user is new and there is no room. */
    boolean see(String user, long time) {
        Times known = users.get(user);
        if (known == null && isFull(0)) {
            return false;
        }
        users.put(user, known == null ? Times.at(time) : known.and(new Times(known.first, time)));
        return true;
    }
}
