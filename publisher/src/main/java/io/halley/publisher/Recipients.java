package io.halley.publisher;

import io.halley.shared.bus.Page;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.event.UserId;
import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
import io.halley.shared.http.Query;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out whom a push goes to, and who of them is there to see it at once. */
final class Recipients {

    /** The most users that are pushed to one by one; beyond that, one event for all of them is the better way. */
    static final int MOST_ONLINE = 10_000;

    private final StoreClient store;

    Recipients(StoreClient store) {
        this.store = store;
    }

    /**
     * One user who is pushed to.
     *
     * @param online at the time of the push; null if that could not be found out
     */
    record Recipient(UserId user, @Nullable Boolean online) {}

    /** These users, in this order. */
    Future<List<Recipient>> named(List<UserId> users) {
        Recipient[] recipients =
                users.stream().map(user -> new Recipient(user, null)).toArray(Recipient[]::new);
        return Lanes.run(recipients.length, place -> store.user(users.get(place))
                        .onSuccess(info -> recipients[place] = new Recipient(
                                users.get(place), info.map(UserInfo::online).orElse(false))))
                .map(done -> List.of(recipients));
    }

    /**
     * Everybody who is online now, ordered by id.
     *
     * @return fails with {@link ProblemException} 413 if these are more than {@value #MOST_ONLINE}
     */
    Future<List<Recipient>> online() {
        return online(null, new ArrayList<>());
    }

    private Future<List<Recipient>> online(@Nullable String after, List<Recipient> found) {
        return store.users(true, "", after, Query.LARGEST_PAGE).compose(page -> {
            page.items().forEach(info -> found.add(new Recipient(info.user(), true)));
            return found.size() > MOST_ONLINE ? Future.failedFuture(tooMany()) : next(page, found);
        });
    }

    private Future<List<Recipient>> next(Page<UserInfo> page, List<Recipient> found) {
        String after = page.next();
        return after == null ? Future.succeededFuture(found) : online(after, found);
    }

    private static ProblemException tooMany() {
        return new ProblemException(
                Problem.tooLarge("to: more than " + MOST_ONLINE + " users are online (expected: at most " + MOST_ONLINE
                        + "; \"all\" reaches everybody with one event)"));
    }
}
