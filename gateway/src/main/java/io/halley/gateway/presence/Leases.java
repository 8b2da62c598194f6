package io.halley.gateway.presence;

import io.halley.gateway.presence.Held.Name;
import io.halley.shared.bus.Lease;
import io.halley.shared.event.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The leases of one event loop, and what the store has not heard about them yet. Confined to its loop. */
final class Leases {

    /** A lease is said again after so many seconds. They are spread over these, so that no report has them all. */
    static final int RENEWAL_SECONDS = 5;

    /**
     * While the store is away changes pile up. Beyond this, who came is taken for new when the lease is renewed, and who
     * went runs out.
     */
    static final int MOST_CHANGES = 100_000;

    /** The client of all who do not name themselves, so that each of their polls is not one more device. */
    static final String UNNAMED = "unnamed";

    /**
     * What one report says.
     *
     * @param shares a bit for each share that is renewed
     */
    record News(List<Lease> came, List<Lease> renewed, List<Lease> released, int shares) {}

    private final List<Map<Name, Held>> shares = Stream.generate(() -> (Map<Name, Held>) new HashMap<Name, Held>())
            .limit(RENEWAL_SECONDS)
            .toList();
    private final Map<UserId, Integer> leasesOfUsers = new HashMap<>();
    private final Map<Name, Lease> came = new LinkedHashMap<>();
    private final Map<Name, Lease> ended = new LinkedHashMap<>();
    private boolean urgent;
    private int seconds;
    private int sharesDue;

    /** Adds a connection; answers its lease. */
    Held came(UserId user, @Nullable String client, String transport) {
        Name name = name(user, client);
        Held held = share(name).get(name);
        boolean hasJustGone = ended.remove(name) != null;
        if (held == null) {
            held = new Held(name);
            share(name).put(name, held);
            leasesOfUsers.merge(user, 1, Integer::sum);
            urgent |= !hasJustGone;
        }
        held.add(transport);
        note(came, held.lease());
        return held;
    }

    /** Takes a connection back. */
    void went(Held held, String transport) {
        if (held.remove(transport)) {
            share(held.name()).remove(held.name());
            leasesOfUsers.computeIfPresent(held.name().user(), (user, count) -> count == 1 ? null : count - 1);
            note(ended, held.lease());
        }
    }

    /** Whether there are leases of which the store knows nothing. */
    boolean isUrgent() {
        return urgent;
    }

    int userCount() {
        return leasesOfUsers.size();
    }

    /** A second has passed. */
    void tick() {
        sharesDue |= 1 << (seconds++ % RENEWAL_SECONDS);
    }

    /** What is to be reported, once. Who came and went meanwhile comes with this report, and goes with the next one. */
    News take() {
        List<Lease> renewed = new ArrayList<>();
        for (int i = 0; i < RENEWAL_SECONDS; i++) {
            if ((sharesDue & 1 << i) != 0) {
                renew(shares.get(i), renewed);
            }
        }
        List<Lease> released = new ArrayList<>();
        ended.forEach((name, lease) -> {
            if (!came.containsKey(name)) {
                released.add(lease);
            }
        });
        News news = new News(List.copyOf(came.values()), renewed, released, sharesDue);
        ended.keySet().retainAll(came.keySet());
        came.clear();
        urgent = false;
        sharesDue = 0;
        return news;
    }

    private void renew(Map<Name, Held> share, List<Lease> renewed) {
        share.forEach((name, held) -> {
            if (!came.containsKey(name)) {
                renewed.add(held.lease());
            }
        });
    }

    /** The report of these failed: what is still true of them is news again, and what was to be renewed still is. */
    void putBack(News news) {
        for (Lease lease : news.came()) {
            if (isHeld(lease)) {
                note(came, lease);
            }
        }
        for (Lease lease : news.released()) {
            if (!isHeld(lease)) {
                note(ended, lease);
            }
        }
        sharesDue |= news.shares();
    }

    /** The last report: everything that is held, or was and is not said to be over yet, is released. */
    News end() {
        Map<Name, Lease> all = new LinkedHashMap<>(ended);
        shares.forEach(share -> share.forEach((name, held) -> all.put(name, held.lease())));
        return new News(List.of(), List.of(), List.copyOf(all.values()), 0);
    }

    private boolean isHeld(Lease lease) {
        Name name = Name.of(lease);
        return share(name).containsKey(name);
    }

    private Name name(UserId user, @Nullable String client) {
        Name name = new Name(user, client == null ? UNNAMED : client);
        boolean counts = share(name).containsKey(name) || leasesOfUsers.getOrDefault(user, 0) < Lease.MOST_OF_ONE_USER;
        // what is more than the store knows of one user holds one lease with the rest
        return counts ? name : new Name(user, UNNAMED);
    }

    private Map<Name, Held> share(Name name) {
        return shares.get(Math.floorMod(name.hashCode(), RENEWAL_SECONDS));
    }

    private static void note(Map<Name, Lease> changes, Lease lease) {
        Name name = Name.of(lease);
        if (changes.size() < MOST_CHANGES || changes.containsKey(name)) {
            changes.put(name, lease);
        }
    }
}
