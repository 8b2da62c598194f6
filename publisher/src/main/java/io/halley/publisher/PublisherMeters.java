package io.halley.publisher;

import io.halley.shared.bus.AppendOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what becomes of events that are published here ({@code halley_publishes}, one per event), and pushes ({@code
 * halley_pushes}, one per call).
 */
final class PublisherMeters {

    private final MeterRegistry meters;
    private final Counter stored;
    private final Counter replayed;
    private final Counter refused;
    private final Counter unavailable;

    PublisherMeters(MeterRegistry meters) {
        this.meters = meters;
        this.stored = publishes("stored");
        this.replayed = publishes("replayed");
        this.refused = publishes("refused");
        this.unavailable = publishes("unavailable");
        for (String to : new String[] {"users", "online", "all"}) {
            pushes(to);
        }
    }

    void count(AppendOutcome outcome) {
        if (outcome instanceof AppendOutcome.Appended appended) {
            (appended.replayed() ? replayed : stored).increment();
        } else {
            refused.increment();
        }
    }

    void unavailable(int events) {
        unavailable.increment(events);
    }

    void refused(int events) {
        refused.increment(events);
    }

    /** Reads what a client sent, and counts one event as refused if it breaks a rule. */
    <T extends @Nullable Object> T countingRefusal(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (RuntimeException e) {
            refused.increment();
            throw e;
        }
    }

    /** Counts one call of push; {@code to} is one of {@code users}, {@code online}, {@code all}. */
    void pushed(String to) {
        pushes(to).increment();
    }

    private Counter publishes(String outcome) {
        return Counter.builder("halley_publishes")
                .description("Events published, by what became of them")
                .tag("outcome", outcome)
                .register(meters);
    }

    private Counter pushes(String to) {
        return Counter.builder("halley_pushes")
                .description("URL pushes, by whom they went to")
                .tag("to", to)
                .register(meters);
    }
}
