package io.halley.standalone.fault;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What Halley promised and did not keep, and during which fault. All are counted; of many of
 * a kind only the first are told. */
final class Violations {

    /** Which promise. */
    enum Kind {
        /** An event that is in the log was left out. */
        LOST,
        /** An event came that the cursor covered already. */
        TWICE,
        /** An event came after one that stands behind it. */
        OUT_OF_ORDER,
        /** An event came that nobody had published, or not to this channel. */
        INVENTED,
        /** Two saw different events at one place of the log, or one published later stands before one published earlier. */
        ORDERS_DIFFER,
        /** One publish is in the log twice. */
        STORED_TWICE,
        /** A cursor that does not stand where its reader does. */
        WRONG_CURSOR,
        /** A reader was told that it may have lost something. */
        GAP,
        /** What is told at once was kept back. */
        LATE,
        /** An answer after which an EventSource never comes back, or that tells a client to stop asking. */
        GAVE_UP,
        /** A sound publish was refused, or one with a key was never answered. */
        REFUSED
    }

    private static final int MOST_TOLD_OF_A_KIND = 12;

    private final List<String> told = new ArrayList<>();
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private String phase = "at the start";

    /** From now on it is this fault that is to blame. */
    void during(String nextPhase) {
        phase = nextPhase;
    }

    void add(Kind kind, String what) {
        if (counts.merge(kind, 1, Integer::sum) <= MOST_TOLD_OF_A_KIND) {
            told.add(kind + " (" + phase + "): " + what);
        }
    }

    /** How many of each kind there are; none is left out. */
    Map<Kind, Integer> counts() {
        return counts;
    }

    int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** One a line, in the order in which they were seen. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(told);
        if (total() > told.size()) {
            lines.add("and " + (total() - told.size()) + " more: " + counts);
        }
        return lines;
    }
}
