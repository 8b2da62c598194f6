package io.halley.store.redis;

import static io.halley.store.redis.PresenceProcess.NO_SWEEPS;
import static io.halley.store.redis.PresenceProcess.users;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.PresenceInfo;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Channel;
import io.halley.store.fixture.RedisServer;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of presence when Redis is out of memory, or its keys are not what they were. */
@Tag("redis")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PresenceDamageTest {

    private final Vertx vertx = Vertx.vertx();
    private final RedisServer redis = new RedisServer();

    @AfterEach
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
    void without_memory_nothing_is_half_done_and_nobody_is_lost_when_there_is_some_again() {
        PresenceProcess one = process();
        one.came(List.of("alice", "bob"));
        PastPresence.pass(redis, 20_000);
        String before = everything();
        redis.cli("CONFIG", "SET", "maxmemory", "1");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(one::sweep).isInstanceOf(StoreException.class).hasMessageContaining("OOM");
            assertThatThrownBy(() -> one.came(List.of("carol"))).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> one.renewed(List.of("alice"))).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> one.released(List.of("alice"))).isInstanceOf(StoreException.class);
        }
        assertThat(one.online()).containsExactly("alice", "bob");
        assertThat(everything()).isEqualTo(before);
        redis.cli("CONFIG", "SET", "maxmemory", "0");
        one.renewed(List.of("alice"));
        one.sweep();
        one.sweep();
        assertThat(one.online()).containsExactly("alice");
        assertThat(one.told()).containsExactly("join alice", "join bob", "leave bob");
    }

    @Test
    void a_key_of_another_type_leaves_nothing_half_done() {
        PresenceProcess one = process();
        one.came(List.of("alice"));
        PastPresence.pass(redis, 20_000);
        List<String> keys = List.of(
                Keys.LEASES,
                Keys.USER_DEVICES,
                Keys.USERS_ONLINE,
                Keys.PRESENCE,
                Keys.USER_TIMES,
                Keys.USER_IDS,
                Keys.log(Channel.PRESENCE),
                Keys.meta(Channel.PRESENCE));
        for (String key : keys) {
            redis.cli("RENAME", key, "kept");
            redis.cli("SET", key, "a string");
            String before = everything();
            if (!key.equals(Keys.USER_IDS)) {
                assertThatThrownBy(one::sweep).as(key).hasMessageContaining("WRONGTYPE");
            }
            assertThatThrownBy(() -> one.came(List.of("bob"))).as(key).hasMessageContaining("WRONGTYPE");
            assertThat(everything()).as(key).isEqualTo(before);
            redis.cli("RENAME", "kept", key);
        }
        one.sweep();
        assertThat(one.told()).containsExactly("join alice", "leave alice");
    }

    @Test
    void goes_on_when_one_of_its_keys_is_lost() {
        PresenceProcess one = process();
        one.came(users(0, 500));
        redis.cli("DEL", Keys.LEASES);
        one.renewed(List.of("u0"));
        for (int i = 0; i < 200 && !redis.cli("ZCARD", Keys.LEASES).equals("500"); i++) {
            one.sweep();
        }
        assertThat(redis.cli("ZCARD", Keys.LEASES)).isEqualTo("500");
        redis.cli("DEL", Keys.USERS_ONLINE);
        one.renewed(List.of("u0", "u1"));
        assertThat(one.online()).containsExactly("u0", "u1");
        PastPresence.pass(redis, 20_000);
        one.sweep();
        assertThat(one.info()).isEqualTo(new PresenceInfo(0, null));
        assertThat(one.told()).hasSize(1_000).doesNotHaveDuplicates();

        one.came(List.of("u0"));
        redis.cli("DEL", Keys.USER_DEVICES);
        PastPresence.pass(redis, 20_000);
        one.sweep();
        assertThat(redis.cli("EXISTS", Keys.LEASES, Keys.USERS_ONLINE)).isEqualTo("0");
        redis.cli("DEL", Keys.PRESENCE, Keys.USER_TIMES, Keys.USER_IDS);
        one.came(List.of("u0"));
        assertThat(one.online()).containsExactly("u0");
    }

    @Test
    void who_is_lost_with_the_leases_leaves_even_if_others_have_as_many_leases_as_there_are_users() {
        PresenceProcess one = process();
        one.came(List.of("alice", "bob"));
        redis.cli("DEL", Keys.LEASES);
        one.renewed(List.of("bob"));
        one.renewed(List.of("bob"), "another");
        one.sweep();
        assertThat(one.online()).containsExactly("alice", "bob");
        PastPresence.pass(redis, 20_000);
        one.renewed(List.of("bob"));
        one.sweep();
        assertThat(one.online()).containsExactly("bob");
        assertThat(one.told()).containsExactly("join alice", "join bob", "leave alice");
    }

    @Test
    void a_clock_that_is_put_back_is_an_outage_and_keeps_nobody_longer() {
        PresenceProcess one = process();
        List<String> users = users(0, 500);
        one.came(users);
        PastPresence.beAway(redis, -3_600_000);
        assertThat(Objects.requireNonNull(one.info().unknownSince())).isLessThanOrEqualTo(System.currentTimeMillis());
        one.renewed(List.of("u0"));
        assertThat(one.info().unknownSince()).isNotNull();
        one.sweep();
        assertThat(one.told()).hasSize(500);
        PastPresence.pass(redis, 20_000);
        one.renewed(List.of("u0"));
        one.sweep();
        assertThat(one.info()).isEqualTo(new PresenceInfo(1, null));
        assertThat(one.online()).containsExactly("u0");
    }

    private PresenceProcess process() {
        return new PresenceProcess(vertx, redis, "p", NO_SWEEPS);
    }

    private String everything() {
        return Stream.of(redis.cli("KEYS", "*").split("\n"))
                .filter(key -> !key.isEmpty())
                .sorted()
                .map(key -> key + " " + redis.cli("DUMP", key))
                .collect(Collectors.joining("\n"));
    }
}
