package io.halley.gateway;

import io.halley.gateway.hub.Hub;
import io.halley.gateway.presence.Presence;
import io.halley.gateway.transport.Transports;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** What one gateway verticle holds, as of the last second: written on its loop, read by whoever asks for metrics. */
final class GatewayMeters {

    private final AtomicInteger streams;
    private final AtomicInteger polls;
    private final AtomicInteger feeds;
    private final AtomicInteger users;

    GatewayMeters(MeterRegistry meters, String loop) {
        streams = gauge(meters, "halley_connections", Tags.of("loop", loop, "transport", "stream"));
        polls = gauge(meters, "halley_connections", Tags.of("loop", loop, "transport", "poll"));
        feeds = gauge(meters, "halley_feeds", Tags.of("loop", loop));
        users = gauge(meters, "halley_users_present", Tags.of("loop", loop));
    }

    void update(Transports transports, Hub hub, Presence presence) {
        streams.set(transports.streamCount());
        polls.set(transports.pollCount());
        feeds.set(hub.feedCount());
        users.set(presence.userCount());
    }

    private static AtomicInteger gauge(MeterRegistry meters, String name, Tags tags) {
        return Objects.requireNonNull(meters.gauge(name, tags, new AtomicInteger()));
    }
}
