package io.halley.store.spi;

import io.halley.shared.event.Channel;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How many subscribers each channel has, over all gateways of the process. Holds only channels that have some. */
public final class SubscriberCounts implements SubscriberDirectory {

    private final Map<Channel, Map<String, Integer>> byGateway = new HashMap<>();

    @Override
    public Future<Void> report(String gateway, Map<Channel, Integer> subscribers) {
        subscribers.forEach((channel, count) -> {
            Map<String, Integer> counts = byGateway.computeIfAbsent(channel, c -> new HashMap<>());
            if (count > 0) {
                counts.put(gateway, count);
            } else {
                counts.remove(gateway);
            }
            if (counts.isEmpty()) {
                byGateway.remove(channel);
            }
        });
        return Future.succeededFuture();
    }

    @Override
    public Future<Map<Channel, Integer>> of(Collection<Channel> channels) {
        Map<Channel, Integer> counts = new HashMap<>();
        channels.forEach(channel -> counts.put(channel, of(channel)));
        return Future.succeededFuture(counts);
    }

    /** Of the process. */
    public int of(Channel channel) {
        return byGateway.getOrDefault(channel, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Those that have some. */
    public Set<Channel> channels() {
        return byGateway.keySet();
    }
}
