package io.halley.store;

import io.halley.shared.bus.StoreCommand.Report;
import io.halley.shared.event.Channel;
import java.util.HashMap;
import java.util.Map;

/** How many subscribers each channel has, over all gateways of the process. Holds only channels that have some. */
final class SubscriberCounts {

    private final Map<Channel, Map<String, Integer>> byGateway = new HashMap<>();

    void report(Report report) {
        report.subscribers().forEach((channel, count) -> {
            Map<String, Integer> counts = byGateway.computeIfAbsent(channel, c -> new HashMap<>());
            if (count > 0) {
                counts.put(report.gateway(), count);
            } else {
                counts.remove(report.gateway());
            }
            if (counts.isEmpty()) {
                byGateway.remove(channel);
            }
        });
    }

    int of(Channel channel) {
        return byGateway.getOrDefault(channel, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }
}
