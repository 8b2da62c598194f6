package io.halley.store.redis;

import io.halley.shared.bus.Page;
import io.halley.shared.bus.StoreException;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.event.UserId;
import io.halley.store.spi.UserDirectory;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who was ever here, the same for all processes: times are those of Redis's clock. No call costs more the more users
 * there are. By {@code MEMORY USAGE} a user with an id of 10 characters costs about 190 bytes in Redis, and 210 more while
 * online.
 */
final class RedisUsers implements UserDirectory {

    static final int MOST_USERS = 1_000_000;
    static final int SEEN_AT_ONCE = 500;

    private static final String ONLINE_MS = Long.toString(Duration.ofSeconds(30).toMillis());

    private final Commands commands;
    private final int mostUsers;

    RedisUsers(Commands commands) {
        this(commands, MOST_USERS);
    }

    /** With a bound of its own, for tests. */
    RedisUsers(Commands commands, int mostUsers) {
        this.commands = commands;
        this.mostUsers = mostUsers;
    }

    @Override
    public Future<Void> signIn(UserId user) {
        return commands.run(
                        Script.USERS_SIGN_IN,
                        List.of(Keys.USER_IDS, Keys.USER_TIMES),
                        List.of(user.value(), Integer.toString(mostUsers)))
                .compose(written -> isOne(written) ? Future.succeededFuture() : tooMany());
    }

    /** Chunk after chunk, so that many users hold nothing else up; after one that fails the others are left out. */
    Future<Void> seen(Set<UserId> users) {
        List<String> ids = users.stream().map(UserId::value).toList();
        Future<Void> noted = Future.succeededFuture();
        for (int from = 0; from < ids.size(); from += SEEN_AT_ONCE) {
            List<String> chunk = ids.subList(from, Math.min(from + SEEN_AT_ONCE, ids.size()));
            noted = noted.compose(before -> note(chunk));
        }
        return noted;
    }

    @Override
    public Future<Optional<UserInfo>> find(UserId user) {
        return commands.run(
                        Script.USERS_FIND, List.of(Keys.USER_TIMES, Keys.USERS_SEEN), List.of(user.value(), ONLINE_MS))
                .map(found -> found.size() == 0 ? Optional.empty() : Optional.of(info(found)));
    }

    /** A page may be shorter than asked for, and even empty, and still lead on. */
    @Override
    public Future<Page<UserInfo>> list(boolean onlineOnly, String prefix, @Nullable String after, int limit) {
        return commands.run(
                        Script.USERS_LIST,
                        List.of(onlineOnly ? Keys.USERS_ONLINE : Keys.USER_IDS, Keys.USER_TIMES, Keys.USERS_SEEN),
                        List.of(
                                Lexical.from(prefix, after),
                                prefix,
                                Integer.toString(limit),
                                ONLINE_MS,
                                onlineOnly ? "1" : "0"))
                .map(RedisUsers::page);
    }

    private Future<Void> note(List<String> users) {
        List<String> arguments = new ArrayList<>(users.size() + 1);
        arguments.add(ONLINE_MS);
        arguments.addAll(users);
        return commands.run(Script.USERS_SEEN, List.of(Keys.USER_TIMES, Keys.USERS_SEEN, Keys.USERS_ONLINE), arguments)
                .mapEmpty();
    }

    private Future<Void> tooMany() {
        return Future.failedFuture(new StoreException("there are " + mostUsers + " users, as many as the store keeps"));
    }

    private static Page<UserInfo> page(Response answer) {
        List<UserInfo> users = new ArrayList<>(answer.size() - 1);
        for (int i = 1; i < answer.size(); i++) {
            users.add(info(answer.get(i)));
        }
        return new Page<>(users, Lexical.next(answer.get(0)));
    }

    private static UserInfo info(Response user) {
        String times = user.get(1).toString();
        int space = times.indexOf(' ');
        return new UserInfo(
                new UserId(user.get(0).toString()),
                Long.parseLong(times.substring(0, space)),
                Long.parseLong(times.substring(space + 1)),
                isOne(user.get(2)),
                List.of());
    }

    private static boolean isOne(Response answer) {
        return answer.toString().equals("1");
    }
}
