package io.halley.store.embedded;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What the embedded store counts. */
final class Meters {

    private final Counter appended;
    private final Counter failed;
    private final Timer commitTime;
    private final DistributionSummary commitEvents;
    private final AtomicLong logBytes = new AtomicLong();
    private final AtomicLong liveBytes = new AtomicLong();
    private final AtomicLong channels = new AtomicLong();
    private final AtomicLong forgottenKeys = new AtomicLong();

    Meters(MeterRegistry registry) {
        appended = Counter.builder("halley_store_appended_events")
                .description("Events put into the log")
                .register(registry);
        failed = Counter.builder("halley_store_failed_appends")
                .description("Appends answered with a failure")
                .register(registry);
        commitTime = Timer.builder("halley_store_commit")
                .description("Time to write and force one commit")
                .register(registry);
        commitEvents = DistributionSummary.builder("halley_store_commit_events")
                .description("Events in one commit")
                .register(registry);
        gauge(registry, "halley_store_log_bytes", "Size of the log", logBytes);
        gauge(registry, "halley_store_retained_bytes", "What of the log is retained", liveBytes);
        gauge(registry, "halley_store_channels", "Channels that have a log", channels);
        gauge(registry, "halley_store_forgotten_keys", "Idempotency keys forgotten before 24 h", forgottenKeys);
    }

    void committed(int events, long nanos) {
        appended.increment(events);
        commitEvents.record(events);
        commitTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    void failed(int appends) {
        failed.increment(appends);
    }

    void size(LogIndex index) {
        logBytes.set(index.segments().bytes());
        liveBytes.set(index.segments().liveBytes());
        channels.set(index.channels());
    }

    void forgottenKeys(long count) {
        forgottenKeys.set(count);
    }

    private static void gauge(MeterRegistry registry, String name, String description, AtomicLong value) {
        Gauge.builder(name, value, AtomicLong::get)
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
