package io.halley.store.redis;

import io.halley.shared.bus.Device;
import io.halley.shared.bus.Page;
import io.halley.shared.bus.StoreException;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.event.Channel;
import io.halley.shared.event.UserId;
import io.halley.store.spi.UserDirectory;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who was ever here, the same for all processes: times are those of Redis's clock. No call costs more the more users
 * there are. A user with an id of 10 characters costs about 310 bytes in Redis, with the mark on {@code users} that is made
 * at the sign-in, and 360 more while online on one device.
 */
final class RedisUsers implements UserDirectory {

    static final int MOST_USERS = 1_000_000;

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
                        List.of(
                                Keys.USER_IDS,
                                Keys.USER_TIMES,
                                Keys.log(Channel.USERS),
                                Keys.meta(Channel.USERS),
                                Keys.marks(Channel.USERS)),
                        List.of(user.value(), Integer.toString(mostUsers)))
                .compose(written -> isOne(written) ? Future.succeededFuture() : tooMany());
    }

    @Override
    public Future<Optional<UserInfo>> find(UserId user) {
        return commands.run(Script.USERS_FIND, List.of(Keys.USER_TIMES, Keys.USER_DEVICES), List.of(user.value()))
                .map(found -> found.size() == 1 ? Optional.empty() : Optional.of(info(found.get(1), found.get(0))));
    }

    /** A page may be shorter than asked for, and even empty, and still lead on. */
    @Override
    public Future<Page<UserInfo>> list(boolean onlineOnly, String prefix, @Nullable String after, int limit) {
        return commands.run(
                        Script.USERS_LIST,
                        List.of(onlineOnly ? Keys.USERS_ONLINE : Keys.USER_IDS, Keys.USER_TIMES, Keys.USER_DEVICES),
                        List.of(Lexical.from(prefix, after), prefix, Integer.toString(limit), onlineOnly ? "1" : "0"))
                .map(RedisUsers::page);
    }

    private Future<Void> tooMany() {
        return Future.failedFuture(new StoreException("there are " + mostUsers + " users, as many as the store keeps"));
    }

    private static Page<UserInfo> page(Response answer) {
        List<UserInfo> users = new ArrayList<>(answer.size() - 2);
        for (int i = 2; i < answer.size(); i++) {
            users.add(info(answer.get(i), answer.get(1)));
        }
        return new Page<>(users, Lexical.next(answer.get(0)));
    }

    private static UserInfo info(Response user, Response now) {
        String times = user.get(1).toString();
        int space = times.indexOf(' ');
        List<Device> devices = devices(user.get(2).toString());
        boolean online = !devices.isEmpty();
        return new UserInfo(
                new UserId(user.get(0).toString()),
                Long.parseLong(times.substring(0, space)),
                online ? Replies.number(now) : Long.parseLong(times.substring(space + 1)),
                online,
                devices);
    }

    /** A line each, as {@code presence.lua} writes it: client, owner, state, transport, since. */
    private static List<Device> devices(String text) {
        return text.lines()
                .map(line -> line.split(" "))
                .map(words -> new Device(
                        words[0], words[3], words[1].substring(0, words[1].lastIndexOf('/')), Long.parseLong(words[4])))
                .toList();
    }

    private static boolean isOne(Response answer) {
        return answer.toString().equals("1");
    }
}
