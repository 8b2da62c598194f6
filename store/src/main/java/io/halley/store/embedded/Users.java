package io.halley.store.embedded;

import io.halley.shared.bus.Page;
import io.halley.shared.bus.StoreException;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.event.UserId;
import io.halley.store.spi.UserDirectory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who was ever here: all in memory, ordered by id, and in a map on the disk. Sign-ins are written and forced together;
 * when somebody was last seen is written every few seconds. Confined to the store's context.
 */
final class Users implements UserDirectory {

    static final int MOST_USERS = 1_000_000;
    static final long ONLINE_MS = Duration.ofSeconds(30).toMillis();

    private static final int MOST_WAITING = 10_000;

    private final TreeMap<String, Times> users = new TreeMap<>();
    /** Users seen not long ago; who is not online any more goes when a listing meets them. */
    private final TreeMap<String, Times> recent = new TreeMap<>();

    private final UserFile file;
    private final Commits commits;
    private final Outage outage;
    private final LongSupplier clock;
    private Map<String, Times> unwritten = new LinkedHashMap<>();
    private List<SignIn> waiting = new ArrayList<>();
    private boolean writing;
    private boolean closed;

    Users(UserFile file, Map<String, Times> stored, Commits commits, Outage outage, LongSupplier clock) {
        this.file = file;
        this.commits = commits;
        this.outage = outage;
        this.clock = clock;
        users.putAll(stored);
        long now = clock.getAsLong();
        stored.forEach((user, times) -> {
            if (isOnline(times, now)) {
                recent.put(user, times);
            }
        });
    }

    /** When a user was first and last seen, ms since 1970. */
    record Times(long first, long last) {}

    private record SignIn(String user, Times times, Promise<Void> answer) {}

    @Override
    public Future<Void> signIn(UserId user) {
        StoreException refusal = refusal(user);
        if (refusal != null) {
            return Future.failedFuture(refusal);
        }
        long now = clock.getAsLong();
        Times known = users.get(user.value());
        SignIn signIn = new SignIn(user.value(), new Times(known == null ? now : known.first, now), Promise.promise());
        waiting.add(signIn);
        write();
        return signIn.answer.future();
    }

    @Override
    public Future<Void> seen(Set<UserId> seen) {
        long now = clock.getAsLong();
        for (UserId user : seen) {
            Times known = users.get(user.value());
            if (known != null) {
                Times times = new Times(known.first, Math.max(known.last, now));
                put(user.value(), times);
                unwritten.put(user.value(), times);
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
        for (Map.Entry<String, Times> entry :
                from(onlineOnly ? recent : users, prefix, after).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            if (found.size() == limit) {
                next = found.get(limit - 1).user().value();
                break;
            }
            if (onlineOnly && !isOnline(entry.getValue(), now)) {
                gone.add(entry.getKey());
            } else {
                found.add(info(entry.getKey(), entry.getValue(), now));
            }
        }
        gone.forEach(recent::remove);
        return Future.succeededFuture(new Page<>(found, next));
    }

    /** Writes down who was seen since the last time. Called every few seconds. */
    void flush() {
        if (unwritten.isEmpty() || outage.isOn() || closed) {
            return;
        }
        Map<String, Times> batch = unwritten;
        unwritten = new LinkedHashMap<>();
        file.write(batch).onFailure(failure -> {
            batch.forEach(unwritten::putIfAbsent);
            commits.failed(DataFolder.reason(failure));
        });
    }

    /** Refuses sign-ins from now on; answers when all else is written. */
    Future<Void> close() {
        closed = true;
        waiting.forEach(signIn -> signIn.answer.fail(new StoreException("the store is closed")));
        waiting = new ArrayList<>();
        return outage.isOn() ? Future.succeededFuture() : file.write(unwritten);
    }

    private @Nullable StoreException refusal(UserId user) {
        if (closed) {
            return new StoreException("the store is closed");
        }
        if (waiting.size() >= MOST_WAITING) {
            return new StoreException("the store is busy");
        }
        if (users.size() + waiting.size() >= MOST_USERS && !users.containsKey(user.value())) {
            return new StoreException("there are " + MOST_USERS + " users, as many as the store keeps");
        }
        return outage.refusal();
    }

    /** Writes and forces all who wait, unless that is being done; those who come meanwhile are next. */
    private void write() {
        if (writing || waiting.isEmpty()) {
            return;
        }
        writing = true;
        List<SignIn> batch = waiting;
        waiting = new ArrayList<>();
        Map<String, Times> times = new LinkedHashMap<>();
        batch.forEach(signIn -> times.merge(signIn.user, signIn.times, Users::merge));
        file.writeForced(times).onComplete(done -> {
            writing = false;
            if (done.succeeded()) {
                times.forEach(
                        (user, value) -> put(user, users.containsKey(user) ? merge(users.get(user), value) : value));
                batch.forEach(signIn -> signIn.answer.complete());
            } else {
                String reason = DataFolder.reason(done.cause());
                commits.failed(reason);
                batch.forEach(signIn -> signIn.answer.fail(new StoreException(reason)));
            }
            write();
        });
    }

    private void put(String user, Times times) {
        users.put(user, times);
        recent.put(user, times);
    }

    private static Times merge(Times one, Times other) {
        return new Times(Math.min(one.first, other.first), Math.max(one.last, other.last));
    }

    private static NavigableMap<String, Times> from(
            NavigableMap<String, Times> map, String prefix, @Nullable String after) {
        return after == null || after.compareTo(prefix) < 0 ? map.tailMap(prefix, true) : map.tailMap(after, false);
    }

    private static boolean isOnline(Times times, long now) {
        return now - times.last < ONLINE_MS;
    }

    private static UserInfo info(String user, Times times, long now) {
        return new UserInfo(new UserId(user), times.first, times.last, isOnline(times, now));
    }
}
