package io.halley.gateway.presence;

import io.halley.shared.bus.StoreClient;
import io.halley.shared.bus.StoreCommand.Report;
import io.halley.shared.event.Channel;
import io.halley.shared.event.UserId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Who is here, on one event loop: counts each user's connections, and tells the store in one report a second what
 * changed, and every ten seconds about everyone. A report that fails is made up for by a later one. Confined to its
 * loop.
 */
public final class Presence {

    private static final int EVERYONE_AFTER_SECONDS = 10;

    /** While the store is away changes pile up; what goes beyond this is put right by the channel's next change. */
    private static final int MOST_CHANGES = 100_000;

    private static final Logger LOG = System.getLogger(Presence.class.getName());

    private final StoreClient store;
    private final String gateway = UUID.randomUUID().toString();
    private final Map<UserId, Integer> connections = new HashMap<>();
    private final Set<UserId> seen = new HashSet<>();
    private final Map<Channel, Integer> subscribers = new HashMap<>();
    private int seconds;
    private boolean reporting;
    private boolean failed;

    public Presence(StoreClient store) {
        this.store = store;
    }

    /** A connection or a poll of this user begins. Who was not here yet is reported at once. */
    public void came(UserId user) {
        seen.add(user);
        if (connections.merge(user, 1, Integer::sum) == 1 && !reporting) {
            report();
        }
    }

    /** A connection or a poll of this user is over. */
    public void went(UserId user) {
        seen.add(user);
        connections.computeIfPresent(user, (same, count) -> count == 1 ? null : count - 1);
    }

    /** So many subscribers has a channel here now. */
    public void counted(Channel channel, int count) {
        if (subscribers.size() < MOST_CHANGES || subscribers.containsKey(channel)) {
            subscribers.put(channel, count);
        }
    }

    /** A second has passed. */
    public void tick() {
        if (++seconds % EVERYONE_AFTER_SECONDS == 0) {
            seen.addAll(connections.keySet());
        }
        if (!reporting && !(seen.isEmpty() && subscribers.isEmpty())) {
            report();
        }
    }

    /** How many users are here. */
    public int userCount() {
        return connections.size();
    }

    private void report() {
        Report report = new Report(
                new io.halley.shared.bus.GatewayId(gateway, 0),
                new io.halley.shared.bus.GatewayInfo(gateway, 0, 0, 0, 0),
                subscribers,
                java.util.List.of(),
                java.util.List.of(),
                java.util.List.of(),
                java.util.List.of());
        seen.clear();
        subscribers.clear();
        reporting = true;
        store.report(report).onComplete(done -> {
            reporting = false;
            if (done.succeeded()) {
                failed = false;
            } else {
                if (!failed) {
                    failed = true;
                    LOG.log(
                            Level.WARNING,
                            "the store does not hear who is here: "
                                    + done.cause().getMessage());
                }
                report.subscribers().forEach(subscribers::putIfAbsent);
            }
        });
    }
}
