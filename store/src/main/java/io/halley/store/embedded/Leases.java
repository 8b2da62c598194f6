package io.halley.store.embedded;

import io.halley.shared.bus.Device;
import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.Lease;
import io.halley.store.spi.LeaseTimes;
import io.halley.store.spi.PresenceStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Who is held online by whom, in memory, by the rules of {@link PresenceStore}. Time is what the caller says it is. Each
 * lease is looked at when it may have run out, so that the work does not grow with those who stay.
 */
final class Leases {

    /** Names what stands for all leases of a user above those that are known. No client has this name. */
    private static final String THE_REST = "";

    private final LeaseTimes times;
    private final Watch watch;
    private final Map<String, List<Held>> users = new HashMap<>();
    /** Who was online before the certainty ended and has not come back since; and when they were online last. */
    private final Map<String, Long> missing = new LinkedHashMap<>();

    private PriorityQueue<Look> looks = new PriorityQueue<>(Comparator.comparingLong(Look::at));
    private long certainFrom = Long.MIN_VALUE;
    private long uncertainSince;

    Leases(LeaseTimes times, Watch watch) {
        this.times = times;
        this.watch = watch;
    }

    /** Learns who is held now and was not, or the other way round. */
    interface Watch {

        void began(String user);

        /** The last lease of a user ended, which was held last at that time. */
        void ended(String user, long heldAt);
    }

    private record Look(long at, Held lease) {}

    /** Takes in who was online when these leases were lost: they count as held until everyone had the time to return. */
    void restore(Collection<String> online, long since, long now) {
        online.forEach(user -> missing.put(user, since));
        if (!online.isEmpty()) {
            doubt(since, now);
        }
    }

    /** Leases may have gone unrenewed since a time: none ends for one full TTL. */
    void doubt(long since, long now) {
        if (isCertain(since)) {
            uncertainSince = since;
        }
        certainFrom = now + times.ttlMs();
    }

    boolean isCertain(long now) {
        return now >= certainFrom;
    }

    /** Since when it is not certain who is online, if it is not. */
    long uncertainSince() {
        return uncertainSince;
    }

    /** A lease of a new connection: it goes to this gateway. */
    void come(GatewayId gateway, Lease lease, long now) {
        Held held = find(lease);
        if (held == null) {
            begin(gateway, lease, now);
        } else {
            held.take(gateway, lease, now, times);
        }
    }

    /** A lease that this gateway has held before. */
    void renew(GatewayId gateway, Lease lease, long now) {
        Held held = find(lease);
        if (held == null) {
            begin(gateway, lease, now);
        } else if (held.isRenewedBy(gateway, now, times)) {
            held.take(gateway, lease, now, times);
        }
    }

    /** A lease that this gateway does not hold any more. */
    void release(GatewayId gateway, Lease lease, long now) {
        Held held = find(lease);
        if (held != null) {
            held.release(gateway, now, times);
            if (held.until() < held.lookAt) {
                look(held);
            }
        }
    }

    boolean holds(String user) {
        return users.containsKey(user) || missing.containsKey(user);
    }

    List<Device> devices(String user) {
        return users.getOrDefault(user, List.of()).stream()
                .filter(lease -> !lease.client.equals(THE_REST))
                .map(Held::device)
                .toList();
    }

    /** Ends what has run out, at most so much; answers whether there may be more. */
    boolean sweep(long now, int most) {
        if (!isCertain(now)) {
            return false;
        }
        for (int i = 0; i < most; i++) {
            Look look = looks.peek();
            if (look != null && look.at <= now) {
                looks.remove();
                see(look, now);
            } else if (!missing.isEmpty()) {
                endOneMissing();
            } else {
                return false;
            }
        }
        return true;
    }

    /** The clock was put back to this time. Takes as long as there are leases. */
    void putBack(long now) {
        certainFrom = Math.min(certainFrom, now + times.ttlMs());
        uncertainSince = Math.min(uncertainSince, now);
        missing.replaceAll((user, since) -> Math.min(since, now));
        looks = new PriorityQueue<>(Comparator.comparingLong(Look::at));
        users.values()
                .forEach(leases -> leases.forEach(lease -> {
                    lease.putBack(now, times);
                    look(lease);
                }));
    }

    private @Nullable Held find(Lease lease) {
        for (Held held : users.getOrDefault(lease.user().value(), List.of())) {
            if (held.client.equals(lease.client())) {
                return held;
            }
        }
        return null;
    }

    private void begin(GatewayId gateway, Lease lease, long now) {
        String user = lease.user().value();
        boolean wasMissing = missing.remove(user) != null;
        List<Held> leases = users.get(user);
        if (leases == null) {
            leases = new ArrayList<>(1);
            users.put(user, leases);
            if (!wasMissing) {
                watch.began(user);
            }
        }
        if (leases.size() >= Lease.MOST_OF_ONE_USER && !lease.client().equals(THE_REST)) {
            come(gateway, new Lease(lease.user(), THE_REST, lease.transport()), now);
            return;
        }
        Held held = new Held(gateway, lease, now, times);
        leases.add(held);
        look(held);
    }

    private void look(Held lease) {
        lease.lookAt = lease.until();
        looks.add(new Look(lease.lookAt, lease));
    }

    private void see(Look look, long now) {
        Held lease = look.lease;
        if (lease.lookAt != look.at) {
            return;
        }
        if (lease.until() > now) {
            look(lease);
            return;
        }
        lease.lookAt = Long.MIN_VALUE;
        List<Held> leases = users.getOrDefault(lease.user, List.of());
        leases.remove(lease);
        if (leases.isEmpty()) {
            users.remove(lease.user);
            watch.ended(lease.user, lease.heldAt());
        } else {
            leases.get(0).outlive(lease);
        }
    }

    private void endOneMissing() {
        Map.Entry<String, Long> next = missing.entrySet().iterator().next();
        missing.remove(next.getKey());
        watch.ended(next.getKey(), next.getValue());
    }
}
