package io.halley.store.redis;

import io.halley.shared.bus.AppendOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** What the store on Redis counts. */
final class Meters {

    private final MeterRegistry registry;
    private final Counter appended;
    private final Counter failed;
    private volatile boolean evicts;

    Meters(MeterRegistry registry) {
        this.registry = registry;
        appended = Counter.builder("halley_store_appended_events")
                .description("Events stored by this process")
                .register(registry);
        failed = Counter.builder("halley_store_failed_appends")
                .description("Appends that failed")
                .register(registry);
        connects("commands");
        connects("notices");
        Gauge.builder("halley_redis_evicts", this, meters -> meters.evicts ? 1 : 0)
                .description("1 if Redis may drop events when its memory is full: maxmemory-policy is not noeviction")
                .register(registry);
    }

    void watch(Links links) {
        Gauge.builder("halley_redis_up", links, watched -> watched.isCommanding() ? 1 : 0)
                .description("1 if the connection is there")
                .tag("connection", "commands")
                .register(registry);
        Gauge.builder("halley_redis_up", links, watched -> watched.isListening() ? 1 : 0)
                .description("1 if the connection is there")
                .tag("connection", "notices")
                .register(registry);
        Gauge.builder("halley_redis_commands_in_flight", links, Links::inFlight)
                .description("Commands that Redis has not answered yet")
                .register(registry);
    }

    void connected(String connection) {
        connects(connection).increment();
    }

    void evicts(boolean may) {
        evicts = may;
    }

    void appended(List<AppendOutcome> outcomes) {
        appended.increment((double) outcomes.stream()
                .filter(outcome -> outcome instanceof AppendOutcome.Appended stored && !stored.replayed())
                .count());
    }

    void failed() {
        failed.increment();
    }

    private Counter connects(String connection) {
        return Counter.builder("halley_redis_connects")
                .description("Times a connection was made, the first one too")
                .tag("connection", connection)
                .register(registry);
    }
}
