package io.halley.store.embedded;

import io.halley.store.embedded.MapWriter.Slot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How presence is on the disk: who is online by the log; the joins and leaves that are put into the log now, with the head
 * before them; and when the store was there last while somebody was online.
 */
final class PresenceFile {

    static final Slot BATCH = new Slot("presence", "batch");
    static final Slot ALIVE = new Slot("presence", "alive");

    private static final String ONLINE = "online";

    private PresenceFile() {}

    /** One user comes or goes. */
    record Change(String user, boolean joins) {

        private static Change parse(String text) {
            return new Change(text.substring(1), text.charAt(0) == '+');
        }

        @Override
        public String toString() {
            return (joins ? "+" : "-") + user;
        }

        /** What to put into the maps once it is in the log. */
        @Nullable
        String text() {
            return joins ? "" : null;
        }
    }

    /**
     * What an opening found.
     *
     * @param online by the log
     * @param alive when the store was there last, as far as it matters who was online; ms since 1970
     */
    record Found(NavigableSet<String> online, long alive) {}

    static Slot slot(String user) {
        return new Slot(ONLINE, user);
    }

    static String batch(long head, List<Change> changes) {
        StringBuilder text = new StringBuilder().append(head);
        changes.forEach(change -> text.append(' ').append(change));
        return text.toString();
    }

    /**
     * Finds who is online. Of changes that were being put into the log, those are in it that its head went on by.
     *
     * @param head of the log of presence, 0 if there is none
     */
    static Found load(SmallMaps maps, long head, long now) throws IOException {
        String batch = maps.map(BATCH.map()).get(BATCH.key());
        if (batch != null) {
            for (Change change : logged(batch, head)) {
                maps.put(ONLINE, change.user, change.text());
            }
            maps.put(BATCH.map(), BATCH.key(), null);
        }
        String alive = maps.map(ALIVE.map()).get(ALIVE.key());
        return new Found(
                new TreeSet<>(maps.map(ONLINE).keySet()), alive == null ? now : Math.min(now, Long.parseLong(alive)));
    }

    private static List<Change> logged(String batch, long head) {
        String[] words = batch.split(" ", -1);
        long before = Long.parseLong(words[0]);
        // a head below is that of a log that was forgotten since, and took the changes with it
        long count = head < before ? words.length - 1 : Math.min(words.length - 1, head - before);
        List<Change> changes = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            changes.add(Change.parse(words[i]));
        }
        return changes;
    }
}
