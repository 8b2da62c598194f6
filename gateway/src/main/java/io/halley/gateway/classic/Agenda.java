package io.halley.gateway.classic;

import io.halley.gateway.transport.Transports;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What is to happen later on one event loop, without a timer for each: looks that failed, and the ends of polls. */
final class Agenda {

    private static final long RETRY_TICKS = 1_000 / Transports.TICK_MS;

    private static final System.Logger LOG = System.getLogger(Agenda.class.getName());

    private final FailedLooks failedLooks = new FailedLooks();
    private final Refusals refusals = new Refusals(this::again);
    private final TreeMap<Long, Set<Runnable>> due = new TreeMap<>();
    private long now;

    /** Runs something in about a second. Answers what takes it back; harmless when it has run. */
    Runnable again(Runnable action) {
        return at(now + RETRY_TICKS, action);
    }

    /** Runs something in so many seconds; answers as {@link #again}. */
    Runnable in(int seconds, Runnable action) {
        return at(now + TimeUnit.SECONDS.toMillis(seconds) / Transports.TICK_MS, action);
    }

    private Runnable at(long tick, Runnable action) {
        // a tick may come at once
        long slot = tick + 1;
        due.computeIfAbsent(slot, none -> new LinkedHashSet<>()).add(action);
        return () -> due.getOrDefault(slot, new HashSet<>()).remove(action);
    }

    /** {@link Transports#TICK_MS} have passed. */
    void tick() {
        now++;
        while (!due.isEmpty() && due.firstKey() <= now) {
            due.pollFirstEntry().getValue().forEach(Agenda::run);
        }
    }

    /** Runs one of several: one that breaks keeps no other from its time. */
    static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "what was to happen later for a page of old failed", e);
        }
    }

    Refusals refusals() {
        return refusals;
    }

    FailedLooks failedLooks() {
        return failedLooks;
    }
}
