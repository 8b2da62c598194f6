package io.halley.gateway.hub;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the hubs of this process count. */
final class HubMeters {

    private final Counter flushes;
    private final Counter events;
    private final Counter gaps;
    private final Counter reads;
    private final Counter refollows;
    private final Counter followFailures;
    private final Counter cuts;

    HubMeters(MeterRegistry meters) {
        flushes = meters.counter("halley_flushes");
        events = meters.counter("halley_flushed_events");
        gaps = meters.counter("halley_feed_gaps");
        reads = meters.counter("halley_replay_reads");
        refollows = meters.counter("halley_refollows");
        followFailures = meters.counter("halley_follow_failures");
        cuts = meters.counter("halley_connections_cut", "reason", "fault");
    }

    void flushed(int count) {
        flushes.increment();
        events.increment(count);
    }

    void gap() {
        gaps.increment();
    }

    void read() {
        reads.increment();
    }

    void followFailed() {
        followFailures.increment();
    }

    void cut() {
        cuts.increment();
    }

    void refollowed() {
        refollows.increment();
    }
}
