package io.halley.store;

import io.halley.shared.bus.GatewayId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Presence as it is meant, of a few users and in memory: what the backends are compared with. */
final class PresenceModel {

    private final Map<String, Map<String, Held>> users = new TreeMap<>();
    private final List<String> told = new ArrayList<>();
    private long now;
    private long nobodyLeavesUntil;

    private record Held(GatewayId owner, boolean released, long ends) {}

    void came(GatewayId gateway, String user, String client) {
        Map<String, Held> leases = users.computeIfAbsent(user, joins -> {
            told.add(PresenceTest.join(user));
            return new TreeMap<>();
        });
        leases.put(client, new Held(gateway, false, now + PresenceTest.TIMES.ttlMs()));
    }

    void renewed(GatewayId gateway, String user, String client) {
        Held held = users.getOrDefault(user, Map.of()).get(client);
        long abandoned = PresenceTest.TIMES.ttlMs() - PresenceTest.TIMES.outageMs();
        if (held == null || held.released || held.ends <= now + abandoned || held.owner.equals(gateway)) {
            came(gateway, user, client);
        }
    }

    void released(GatewayId gateway, String user, String client) {
        Held letGo = new Held(gateway, true, now + PresenceTest.TIMES.graceMs());
        users.getOrDefault(user, new TreeMap<>())
                .computeIfPresent(client, (same, held) -> held.released || !held.owner.equals(gateway) ? held : letGo);
    }

    void pass(long ms) {
        now += ms;
        if (now < nobodyLeavesUntil) {
            return;
        }
        users.values().forEach(leases -> leases.values().removeIf(held -> held.ends <= now));
        users.entrySet().removeIf(entry -> {
            boolean leaves = entry.getValue().isEmpty();
            if (leaves) {
                told.add(PresenceTest.leave(entry.getKey()));
            }
            return leaves;
        });
    }

    void beAway(long ms) {
        if (ms > PresenceTest.TIMES.outageMs()) {
            nobodyLeavesUntil = now + ms + PresenceTest.TIMES.ttlMs();
        }
        pass(ms);
    }

    boolean isSure() {
        return now >= nobodyLeavesUntil;
    }

    /** Everyone who is online, in order, each with the leases: {@code USER [CLIENT@PROCESS, …]}. */
    List<String> online() {
        return users.entrySet().stream()
                .map(entry -> entry.getKey() + " "
                        + entry.getValue().entrySet().stream()
                                .map(lease -> lease.getKey() + "@"
                                        + lease.getValue().owner.process())
                                .toList())
                .toList();
    }

    /** What is told since this was asked last, ordered by its text: what comes at once has no order. */
    List<String> takeTold() {
        List<String> taken = told.stream().sorted().toList();
        told.clear();
        return taken;
    }
}
