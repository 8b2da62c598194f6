package io.halley.standalone.fault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Knows every publish and what every subscriber was given, and checks one against the other as it comes. For one thread.
 */
final class Ledger {

    private final Violations violations = new Violations();
    private final Map<String, ChannelLedger> channels = new HashMap<>();
    private final List<Reading> readings = new ArrayList<>();

    Violations violations() {
        return violations;
    }

    ChannelLedger channel(String name) {
        return channels.computeIfAbsent(name, channel -> new ChannelLedger(channel, violations));
    }

    /** Begins to check a subscriber of these channels, in the order in which it asks for them. */
    Reading reading(String subscriber, List<String> channels) {
        Reading reading = new Reading(subscriber, channels, this);
        readings.add(reading);
        return reading;
    }

    /** The newest event of each channel that anybody has seen. */
    Map<String, Long> heads() {
        Map<String, Long> heads = new HashMap<>();
        channels.forEach((name, channel) -> heads.put(name, channel.head()));
        return heads;
    }

    /** Those who have not got these events yet. */
    List<Reading> behind(Map<String, Long> offsets) {
        return readings.stream()
                .filter(reading -> offsets.entrySet().stream()
                        .anyMatch(wanted -> !reading.hasReached(wanted.getKey(), wanted.getValue())))
                .toList();
    }

    /** Nothing more will come: whatever is in the log and did not come is lost. */
    void end() {
        readings.forEach(Reading::end);
    }
}
