package io.halley.store.redis;

import static io.halley.store.OpenStore.draft;
import static io.halley.store.OpenStore.keyed;
import static io.halley.store.redis.Scene.LOBBY;
import static io.halley.store.redis.Scene.LOG;
import static io.halley.store.redis.Scene.META;
import static io.halley.store.redis.Scene.OTHER;
import static io.halley.store.redis.Scene.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.event.EventId;
import io.halley.shared.runtime.Health;
import io.halley.shared.runtime.StartException;
import io.halley.store.OpenStore;
import io.halley.store.fixture.RedisServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a Redis has to be: writable, with memory left, new enough, and reached with the right password; or what becomes of it. */
final class LimitsTest extends RedisTest {

    @AfterEach
    void restore() {
        redis().cli("CONFIG", "SET", "maxmemory", "0", "maxmemory-policy", "noeviction");
        redis().promote();
    }

    @Test
    void a_full_memory_is_refused_with_nothing_half_done_until_there_is_room_again() {
        OpenStore store = scene().open();
        Follower follower = new Follower(store, LOBBY);
        store.append(draft(LOBBY, "1"), keyed(LOBBY, "2", "p", "k"));
        EventId last = store.append(LOBBY, "3");
        follower.awaitEvent(last);
        String before = redis().cli("DUMP", LOG) + redis().cli("DUMP", META);
        store.append(OTHER, "1");
        redis().cli("CONFIG", "SET", "maxmemory", "1000000");

        assertRefused(() -> store.append(LOBBY, "4")).hasMessageContaining("out of memory");
        assertRefused(() -> store.append(draft(LOBBY, "4"), keyed(LOBBY, "5", "p", "j")));
        assertRefused(() -> store.signIn("alice"));
        scene().awaitRed("out of memory");
        assertThat(redis().cli("DUMP", LOG) + redis().cli("DUMP", META)).isEqualTo(before);
        assertThat(redis().cli("KEYS", "halley:{chat:lobby}:key:*").lines()).hasSize(1);
        assertThat(store.texts(LOBBY)).containsExactly("1", "2", "3");
        assertThat(store.delete(OTHER)).as("what makes room").isTrue();
        assertThat(store.bus).isEmpty();

        redis().cli("CONFIG", "SET", "maxmemory", "0");
        scene().awaitGreen();
        EventId next = store.append(LOBBY, "4");
        assertThat(next).isEqualTo(new EventId(last.epoch(), 4));
        follower.awaitEvent(next);
        assertThat(follower.texts()).containsExactly("1", "2", "3", "4");
        follower.assertIsUpToDate();
    }

    @Test
    void a_master_that_becomes_a_replica_and_is_promoted_again() {
        try (RedisServer master = new RedisServer()) {
            OpenStore store = scene().open();
            EventId first = store.append(LOBBY, "1");
            master.replicate(redis());
            master.promote();
            redis().replicate(master);
            assertRefused(() -> store.append(LOBBY, "2"));
            scene().awaitRed("read-only replica");
            redis().promote();
            scene().awaitGreen();
            EventId next = store.append(LOBBY, "2");
            assertThat(next.offset()).isEqualTo(2);
            assertThat(next.epoch()).isNotEqualTo(first.epoch());
            assertThat(store.texts(LOBBY)).containsExactly("1", "2");
        }
    }

    @Test
    void a_replica_at_the_start_is_waited_for() {
        try (RedisServer master = new RedisServer()) {
            redis().replicate(master);
            OpenStore store = scene().open();
            assertThat(scene().problem())
                    .isEqualTo("Redis at 127.0.0.1:" + scene().network.port() + " is a read-only replica");
            assertRefused(() -> store.append(LOBBY, "1"));
            redis().promote();
            scene().awaitGreen();
            assertThat(store.append(LOBBY, "1").offset()).isEqualTo(1);
        }
    }

    @Test
    void a_redis_that_cannot_be_reached_at_the_start_is_waited_for() {
        scene().network.refuse();
        OpenStore store = scene().open();
        assertThat(scene().problem())
                .startsWith("Redis at 127.0.0.1:" + scene().network.port() + " is away");
        assertRefused(() -> store.append(LOBBY, "1"));
        assertRefusedAtOnce(store);
        assertRefused(() -> store.follow(LOBBY));
        scene().network.pass();
        scene().awaitGreen();
        Follower follower = new Follower(store, LOBBY);
        follower.awaitEvent(store.append(LOBBY, "1"));
        assertThat(follower.texts()).containsExactly("1");
        follower.assertIsUpToDate();
    }

    @Test
    @Tag("long")
    void a_redis_that_takes_connections_and_does_not_answer_at_the_start_is_waited_for() {
        redis().pause();
        OpenStore store;
        try {
            store = scene().open();
            assertThat(scene().problem()).contains("is away");
            assertRefused(() -> store.append(LOBBY, "1"));
        } finally {
            redis().resume();
        }
        scene().awaitGreen();
        assertThat(store.append(LOBBY, "1").offset()).isEqualTo(1);
    }

    @Test
    void a_redis_that_may_evict_is_used_and_told_of() {
        redis().cli("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        OpenStore store = scene().open();
        assertThat(scene().meters.get("halley_redis_evicts").gauge().value()).isEqualTo(1);
        assertThat(store.append(LOBBY, "1").offset()).isEqualTo(1);
        assertThat(scene().problem()).isEmpty();
        redis().cli("CONFIG", "SET", "maxmemory-policy", "noeviction");
        scene().network.cut();
        scene().eventually(
                        "told no more",
                        () -> scene().meters.get("halley_redis_evicts").gauge().value() == 0);
    }

    @Test
    void a_wrong_password_and_none_end_the_start_in_one_line_that_does_not_tell_it() {
        try (RedisServer secured = new RedisServer("--requirepass", "right")) {
            for (String user : new String[] {":wrong-one@", "somebody:wrong-one@", ""}) {
                String url = "redis://" + user + "127.0.0.1:" + secured.port();
                assertThatThrownBy(() -> open(url))
                        .isInstanceOf(StartException.class)
                        .hasMessageContaining("127.0.0.1:" + secured.port())
                        .hasMessageContaining("HALLEY_REDIS_URL")
                        .hasMessageNotContaining("wrong-one")
                        .hasMessageNotContaining("\n");
            }
            OpenStore store = open(secured.url());
            assertThat(store.append(LOBBY, "1").offset()).isEqualTo(1);
            scene().eventually(
                            "nothing is left open but two connections",
                            () -> secured.cli("CLIENT", "LIST").lines().count() == 3);
        }
    }

    @Test
    void a_version_that_is_too_old_ends_the_start_in_one_line() {
        for (boolean knowsHello : new boolean[] {true, false}) {
            FakeRedis old = new FakeRedis(scene().vertx, knowsHello ? "6.0.16" : "5.0.14", knowsHello);
            assertThatThrownBy(() -> open(old.url()))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining(knowsHello ? "6.0.16" : "5.0.14")
                    .hasMessageContaining("6.2")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void two_databases_of_one_redis_are_two_stores() {
        OpenStore store = scene().open();
        OpenStore other = open(redis().url() + "/1");
        Follower follower = new Follower(store, LOBBY);
        Follower otherFollower = new Follower(other, LOBBY);
        EventId here = store.append(LOBBY, "\"here\"");
        EventId there = other.append(LOBBY, "\"there\"");
        follower.awaitEvent(here);
        otherFollower.awaitEvent(there);
        scene().pass(Duration.ofMillis(100));
        follower.assertIsUpToDate();
        otherFollower.assertIsUpToDate();
        assertThat(follower.texts()).containsExactly("\"here\"");
        assertThat(otherFollower.texts()).containsExactly("\"there\"");
    }

    private OpenStore open(String url) {
        return scene().open(url, new Health(), new SimpleMeterRegistry());
    }
}
