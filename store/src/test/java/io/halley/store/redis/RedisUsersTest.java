package io.halley.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.Lease;
import io.halley.shared.bus.Page;
import io.halley.shared.bus.StoreException;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.config.RedisUrl;
import io.halley.shared.config.StoreConfig;
import io.halley.shared.event.UserId;
import io.halley.store.fixture.RedisServer;
import io.halley.store.spi.LeaseTimes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Users whom several processes write down in one Redis: what goes beyond the contract. */
@Tag("redis")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedisUsersTest {

    /** A machine with much to do needs more than the few thousand that a page takes. */
    private static final int MOST_MICROS = 250_000;

    private static final LeaseTimes NO_SWEEPS = new LeaseTimes(15_000, 8_000, 3_600_000);

    private final Vertx vertx = Vertx.vertx();
    private final RedisServer redis = new RedisServer();
    private final Commands one = new DirectCommands(vertx, redis.url());
    private final Commands other = new DirectCommands(vertx, redis.url());
    private final RedisUsers users = new RedisUsers(one);
    private final RedisPresence presence = new RedisPresence(vertx, one, log(one), NO_SWEEPS, told -> {});

    @BeforeEach
    void empty() {
        redis.cli("CONFIG", "SET", "maxmemory", "0");
        redis.cli("FLUSHALL");
    }

    @AfterAll
    void end() {
        vertx.close().await();
        redis.close();
    }

    @Test
    void every_process_sees_the_same() {
        RedisUsers elsewhere = new RedisUsers(other);
        users.signIn(new UserId("alice")).await();
        elsewhere.signIn(new UserId("bob")).await();
        hold("alice");
        List<UserInfo> all = list(users, false, null, 10).items();
        assertThat(all)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("lastSeen")
                .isEqualTo(list(elsewhere, false, null, 10).items());
        assertThat(all).extracting(UserInfo::online).containsExactly(true, false);
        assertThat(all.get(1)).isEqualTo(users.find(new UserId("bob")).await().orElseThrow());
        assertThat(ids(list(elsewhere, true, null, 10))).containsExactly("alice");
        assertThat(users.find(new UserId("stranger")).await()).isEmpty();
    }

    @Test
    void says_so_when_there_are_as_many_users_as_it_keeps() {
        RedisUsers few = new RedisUsers(one, 2);
        few.signIn(new UserId("alice")).await();
        few.signIn(new UserId("bob")).await();
        assertThatThrownBy(() -> few.signIn(new UserId("carol")).await())
                .isInstanceOf(StoreException.class)
                .hasMessage("there are 2 users, as many as the store keeps");
        few.signIn(new UserId("alice")).await();
        assertThat(ids(list(few, false, null, 10))).containsExactly("alice", "bob");
    }

    @Test
    void a_hundred_thousand_users_online_are_listed_in_steps_that_hold_nothing_up() {
        hold(IntStream.range(0, 100_000).mapToObj(i -> "u" + i).toArray(String[]::new));
        redis.cli("CONFIG", "SET", "slowlog-log-slower-than", Integer.toString(MOST_MICROS));
        redis.cli("SLOWLOG", "RESET");
        List<String> listed = all(false);
        assertThat(listed).hasSize(100_000).isSorted();
        assertThat(all(true)).isEqualTo(listed);
        redis.cli("DEL", Keys.USER_DEVICES);
        Page<UserInfo> first = list(users, true, null, 1_000);
        assertThat(first.items()).isEmpty();
        assertThat(first.next()).isNotNull();
        assertThat(all(true)).isEmpty();
        assertThat(redis.cli("EXISTS", Keys.USERS_ONLINE)).isEqualTo("0");
        assertThat(redis.cli("SLOWLOG", "GET")).doesNotContain("EVAL");
    }

    @Test
    void a_key_of_another_type_and_full_memory_leave_nothing_half_done() {
        for (String key : List.of(Keys.USER_IDS, Keys.USER_TIMES)) {
            refusesWithout(key, () -> users.signIn(new UserId("alice")));
        }
        signIn("alice");
        String before = everything();
        redis.cli("CONFIG", "SET", "maxmemory", "1");
        assertThatThrownBy(() -> users.signIn(new UserId("bob")).await()).isInstanceOf(StoreException.class);
        assertThat(ids(list(users, false, null, 10))).containsExactly("alice");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void goes_on_when_one_of_its_keys_is_lost() {
        signIn("alice", "bob");
        hold("alice", "bob");
        redis.cli("HDEL", Keys.USER_TIMES, "alice");
        assertThat(ids(list(users, true, null, 10))).containsExactly("bob");
        assertThat(ids(list(users, false, null, 1))).containsExactly("bob");
        hold("alice");
        assertThat(ids(list(users, true, null, 10))).containsExactly("alice", "bob");
        redis.cli("DEL", Keys.USER_IDS);
        signIn("alice", "bob");
        assertThat(ids(list(users, false, null, 10))).containsExactly("alice", "bob");
    }

    private void refusesWithout(String key, Supplier<Future<Void>> call) {
        String before = everything();
        redis.cli("SET", key, "a string");
        assertThatThrownBy(() -> call.get().await())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("WRONGTYPE");
        redis.cli("DEL", key);
        assertThat(everything()).isEqualTo(before);
    }

    private String everything() {
        return Stream.of(redis.cli("KEYS", "*").split("\n"))
                .filter(key -> !key.isEmpty())
                .sorted()
                .map(key -> key + " " + redis.cli("DUMP", key))
                .collect(Collectors.joining("\n"));
    }

    private void signIn(String... ids) {
        Future.all(Stream.of(ids).map(id -> users.signIn(new UserId(id))).toList())
                .await();
    }

    private void hold(String... ids) {
        List<Lease> leases =
                Stream.of(ids).map(id -> new Lease(new UserId(id), "c", "sse")).toList();
        presence.report(new GatewayId("a", 0), leases, List.of(), List.of()).await();
    }

    private static RedisLog log(Commands commands) {
        StoreConfig.Retention retention = new StoreConfig.Retention(1_000, 16 << 20, Duration.ofDays(7));
        return new RedisLog(
                commands,
                new StoreConfig(StoreConfig.Kind.REDIS, Path.of("unused"), RedisUrl.LOCAL, retention, retention));
    }

    private List<String> all(boolean onlineOnly) {
        List<String> all = new ArrayList<>();
        String after = null;
        do {
            Page<UserInfo> page = list(users, onlineOnly, after, 1_000);
            all.addAll(ids(page));
            after = page.next();
        } while (after != null);
        return all;
    }

    private static Page<UserInfo> list(RedisUsers users, boolean onlineOnly, @Nullable String after, int limit) {
        return users.list(onlineOnly, "", after, limit).await();
    }

    private static List<String> ids(Page<UserInfo> page) {
        return page.items().stream().map(info -> info.user().value()).toList();
    }
}
