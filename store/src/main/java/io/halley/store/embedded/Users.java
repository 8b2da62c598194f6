package io.halley.store.embedded;

import io.halley.shared.bus.Page;
import io.halley.shared.bus.StoreException;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.event.UserId;
import io.halley.store.embedded.KnownUsers.Times;
import io.halley.store.embedded.MapWriter.Slot;
import io.halley.store.spi.UserDirectory;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Answers who was ever here and who is now. Confined to the store's context. */
final class Users implements UserDirectory {

    private final KnownUsers known;
    private final Presence presence;
    private final Inboxes inboxes;
    private final MapWriter writer;
    private final LongSupplier clock;
    /** Sign-ins on their way to the disk. As many as the writer takes. */
    private final Map<String, Times> coming = new HashMap<>();

    Users(KnownUsers known, Presence presence, Inboxes inboxes, MapWriter writer, LongSupplier clock) {
        this.known = known;
        this.presence = presence;
        this.inboxes = inboxes;
        this.writer = writer;
        this.clock = clock;
    }

    @Override
    public Future<Void> signIn(UserId user) {
        String id = user.value();
        Times before = coming.getOrDefault(id, known.find(id));
        if (before == null && known.isFull(coming.size())) {
            return Future.failedFuture(
                    new StoreException("there are " + KnownUsers.MOST_USERS + " users, as many as the store keeps"));
        }
        StoreException refusal = writer.refusal();
        if (refusal != null) {
            return Future.failedFuture(refusal);
        }
        Times now = Times.at(clock.getAsLong());
        Times times = before == null ? now : before.and(now);
        coming.put(id, times);
        Map<Slot, @Nullable String> entries = new LinkedHashMap<>();
        // first, so that nobody is ever known without one
        inboxes.begin(user, entries);
        entries.put(KnownUsers.slot(id), times.toString());
        return writer.write(entries)
                .onSuccess(written -> known.add(id, times))
                .onComplete(done -> coming.remove(id, times));
    }

    @Override
    public Future<Optional<UserInfo>> find(UserId user) {
        Times times = known.find(user.value());
        return Future.succeededFuture(Optional.ofNullable(times).map(found -> info(user.value(), found)));
    }

    @Override
    public Future<Page<UserInfo>> list(boolean onlineOnly, String prefix, @Nullable String after, int limit) {
        List<UserInfo> found = new ArrayList<>();
        for (String user : from(onlineOnly ? presence.online() : known.ids(), prefix, after)) {
            if (!user.startsWith(prefix)) {
                break;
            }
            if (found.size() == limit) {
                return Future.succeededFuture(
                        new Page<>(found, found.get(limit - 1).user().value()));
            }
            Times times = known.find(user);
            if (times != null) {
                found.add(info(user, times));
            }
        }
        return Future.succeededFuture(new Page<>(found, null));
    }

    private static NavigableSet<String> from(NavigableSet<String> ids, String prefix, @Nullable String after) {
        return after == null || after.compareTo(prefix) < 0 ? ids.tailSet(prefix, true) : ids.tailSet(after, false);
    }

    private UserInfo info(String user, Times times) {
        boolean online = presence.online().contains(user);
        return new UserInfo(
                new UserId(user),
                times.first(),
                online ? Math.max(times.last(), clock.getAsLong()) : times.last(),
                online,
                online ? presence.devices(user) : List.of());
    }
}
