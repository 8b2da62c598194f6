package io.halley.gateway.transport;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Random;

/**
 * Keeps the streams of one event loop alive with a single timer: each is looked at every {@value #PERIOD_SECONDS}
 * seconds, at a second drawn by chance. One that was written to since the last look is let be until the next, so the
 * longest silence is two periods.
 */
final class Heartbeats {

    /** What is promised in {@code $open}. */
    static final int LONGEST_SILENCE_SECONDS = 15;

    static final int PERIOD_SECONDS = 7;

    /** A connection that takes nothing for so many looks in a row is shed: within half a minute, before the kernel does. */
    static final int MOST_STALLED_BEATS = 4;

    private final Wheel<HeldConnection> wheel = new Wheel<>(PERIOD_SECONDS);
    private final Counter stalled;
    private final Random spread = new Random();

    Heartbeats(MeterRegistry meters) {
        stalled = meters.counter("halley_connections_cut", "reason", "stalled");
    }

    void add(HeldConnection connection) {
        connection.slot = wheel.put(connection, 1 + spread.nextInt(PERIOD_SECONDS));
    }

    void remove(HeldConnection connection) {
        wheel.remove(connection, connection.slot);
    }

    /** A second has passed. */
    void tick() {
        long now = System.currentTimeMillis();
        for (HeldConnection connection : wheel.turn()) {
            if (connection.beat(now)) {
                stalled.increment();
                connection.cut();
            } else if (!connection.subscription().isClosed()) {
                connection.slot = wheel.put(connection, PERIOD_SECONDS);
            }
        }
    }

    /** How many streams it looks after. */
    int size() {
        return wheel.size();
    }

    /** Ends all streams; each browser comes back at a time of its own, within two seconds. */
    void drain() {
        for (HeldConnection connection : wheel.all()) {
            connection.drain(500 + spread.nextInt(1500));
        }
    }
}
