package io.halley.standalone.fault;

import io.halley.shared.event.EventId;
import io.halley.standalone.fault.Violations.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one subscriber was given, over all its connections. Its cursor is what the server last gave it; what comes on a
 * connection has to be exactly what follows the cursor with which the connection was opened.
 */
final class Reading {

    private static final class Slot {
        final BitSet seen = new BitSet();
        long first = -1;
        long last = -1;
        long newest;
    }

    private final String subscriber;
    private final Ledger ledger;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private String cursor = "";

    Reading(String subscriber, List<String> channels, Ledger ledger) {
        this.subscriber = subscriber;
        this.ledger = ledger;
        channels.forEach(channel -> slots.put(channel, new Slot()));
    }

    List<String> channels() {
        return List.copyOf(slots.keySet());
    }

    /** What the next connection asks with; empty before the first one. */
    String cursor() {
        return cursor;
    }

    /** A connection begins: it goes on from the cursor, whatever came after that. */
    void resumed() {
        if (!cursor.isEmpty()) {
            List<EventId> ids = ids(cursor);
            int i = 0;
            for (Slot slot : slots.values()) {
                slot.last = ids.get(i++).offset();
            }
        }
    }

    /** An event has come, with the number that it carries. */
    void received(String channel, EventId id, int number) {
        Slot slot = slots.get(channel);
        if (slot == null) {
            violation(Kind.INVENTED, channel + " was not asked for, and " + id + " came");
            return;
        }
        ledger.channel(channel).seen(number, id);
        long offset = id.offset();
        if (slot.last < 0) {
            violation(Kind.WRONG_CURSOR, channel + " " + id + " came before a first cursor");
        } else if (offset <= slot.last) {
            boolean twice = slot.seen.get((int) offset);
            violation(twice ? Kind.TWICE : Kind.OUT_OF_ORDER, channel + " " + id + " came after " + slot.last);
        } else if (offset > slot.last + 1) {
            violation(Kind.LOST, channel + " " + id + " came after " + slot.last);
        }
        slot.seen.set((int) offset);
        slot.last = Math.max(slot.last, offset);
        slot.newest = Math.max(slot.newest, offset);
    }

    /** Under which id an event with this number was seen, by whomever; null until then. */
    @Nullable
    EventId idOf(String channel, int number) {
        return ledger.channel(channel).idOf(number);
    }

    /** The server has given a cursor: it may neither leave out what is to come, nor repeat what has come. */
    void moved(String given) {
        List<EventId> ids = ids(given);
        if (ids.size() != slots.size()) {
            violation(Kind.WRONG_CURSOR, given + " for " + slots.size() + " channels");
            return;
        }
        int i = 0;
        for (Map.Entry<String, Slot> entry : slots.entrySet()) {
            Slot slot = entry.getValue();
            long offset = ids.get(i++).offset();
            if (slot.first < 0) {
                slot.first = offset;
                slot.last = offset;
                slot.newest = offset;
            } else if (offset != slot.last) {
                violation(Kind.WRONG_CURSOR, given + " though " + entry.getKey() + " is at " + slot.last);
            }
        }
        cursor = given;
    }

    /** The server says that something may be lost; reading goes on at this cursor. */
    void gap(String detail, String given) {
        violation(Kind.GAP, detail);
        cursor = given;
        resumed();
    }

    /** Anything else that a subscriber may not meet. */
    void violation(Kind kind, String what) {
        ledger.violations().add(kind, subscriber + ": " + what);
    }

    /** Whether it has all up to this event; of a channel that it does not read it misses nothing. */
    boolean hasReached(String channel, long offset) {
        Slot slot = slots.get(channel);
        return slot == null || slot.newest >= offset;
    }

    /** What never came, of all that is in the log, beyond what was told at once. */
    void end() {
        for (Map.Entry<String, Slot> entry : slots.entrySet()) {
            long newest = entry.getValue().newest;
            long head = ledger.channel(entry.getKey()).head();
            if (newest < head) {
                violation(Kind.LOST, entry.getKey() + " " + (newest + 1) + " to " + head + " never came");
            }
        }
    }

    private static List<EventId> ids(String text) {
        List<EventId> ids = new ArrayList<>();
        for (String id : text.split(",", -1)) {
            ids.add(EventId.parse(id));
        }
        return ids;
    }

    @Override
    public String toString() {
        return subscriber
                + slots.entrySet().stream()
                        .map(entry -> entry.getKey() + "@" + entry.getValue().last)
                        .collect(Collectors.joining(" ", " ", ""));
    }
}
