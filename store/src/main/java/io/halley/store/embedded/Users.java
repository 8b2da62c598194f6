package io.halley.store.embedded;

import io.halley.shared.bus.Page;
import io.halley.shared.bus.StoreException;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.event.UserId;
import io.halley.store.spi.UserDirectory;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Who was ever here: all in memory, ordered by id, and on the disk. Confined to the store's context. */
final class Users implements UserDirectory {

    static final int MOST_USERS = 1_000_000;
    static final long ONLINE_MS = Duration.ofSeconds(30).toMillis();

    private static final int SWEPT_AT_ONCE = 5_000;

    private final TreeMap<String, Times> users = new TreeMap<>();
    /**
     * When users were last seen with a connection or a poll; signing in is none. Whoever is not online any more goes when
     * a listing or {@link #sweep} meets them. Some of {@link #users}.
     */
    private final TreeMap<String, Long> online = new TreeMap<>();

    private final UserWriter writer;
    private final LongSupplier clock;
    private String sweptTo = "";

    Users(Map<String, Times> stored, UserWriter writer, LongSupplier clock) {
        this.writer = writer;
        this.clock = clock;
        users.putAll(stored);
    }

    /** When a user was first and last seen, ms since 1970. */
    record Times(long first, long last) {

        Times and(Times other) {
            return new Times(Math.min(first, other.first), Math.max(last, other.last));
        }
    }

    @Override
    public Future<Void> signIn(UserId user) {
        if (users.size() + writer.waiting() >= MOST_USERS && !users.containsKey(user.value())) {
            return Future.failedFuture(
                    new StoreException("there are " + MOST_USERS + " users, as many as the store keeps"));
        }
        long now = clock.getAsLong();
        Times known = users.get(user.value());
        Times times = new Times(known == null ? now : known.first, now);
        return writer.write(user.value(), times).onSuccess(written -> users.merge(user.value(), times, Times::and));
    }

    Future<Void> seen(Set<UserId> seen) {
        long now = clock.getAsLong();
        for (UserId user : seen) {
            Times times = users.computeIfPresent(user.value(), (id, known) -> known.and(new Times(now, now)));
            if (times != null) {
                online.put(user.value(), now);
                writer.writeLater(user.value(), times);
            }
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<UserInfo>> find(UserId user) {
        Times times = users.get(user.value());
        return Future.succeededFuture(
                times == null ? Optional.empty() : Optional.of(info(user.value(), times, clock.getAsLong())));
    }

    @Override
    public Future<Page<UserInfo>> list(boolean onlineOnly, String prefix, @Nullable String after, int limit) {
        long now = clock.getAsLong();
        List<UserInfo> found = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        String next = null;
        for (String user : from(onlineOnly ? online.navigableKeySet() : users.navigableKeySet(), prefix, after)) {
            if (!user.startsWith(prefix)) {
                break;
            }
            if (found.size() == limit) {
                next = found.get(limit - 1).user().value();
                break;
            }
            Times times = users.get(user);
            if (times == null || (onlineOnly && !isOnline(user, now))) {
                gone.add(user);
            } else {
                found.add(info(user, times, now));
            }
        }
        gone.forEach(online::remove);
        return Future.succeededFuture(new Page<>(found, next));
    }

    /** Lets go of some who are not online any more, so that no listing meets all of them; goes on with the next call. */
    void sweep() {
        long now = clock.getAsLong();
        List<String> gone = new ArrayList<>();
        int looked = 0;
        String last = "";
        for (Map.Entry<String, Long> entry : online.tailMap(sweptTo, false).entrySet()) {
            if (!isRecent(entry.getValue(), now)) {
                gone.add(entry.getKey());
            }
            if (++looked == SWEPT_AT_ONCE) {
                last = entry.getKey();
                break;
            }
        }
        sweptTo = last;
        gone.forEach(online::remove);
    }

    private static NavigableSet<String> from(NavigableSet<String> ids, String prefix, @Nullable String after) {
        return after == null || after.compareTo(prefix) < 0 ? ids.tailSet(prefix, true) : ids.tailSet(after, false);
    }

    private boolean isOnline(String user, long now) {
        Long seen = online.get(user);
        return seen != null && isRecent(seen, now);
    }

    private static boolean isRecent(long seen, long now) {
        return now - seen < ONLINE_MS;
    }

    private UserInfo info(String user, Times times, long now) {
        return new UserInfo(new UserId(user), times.first, times.last, isOnline(user, now), List.of());
    }
}
