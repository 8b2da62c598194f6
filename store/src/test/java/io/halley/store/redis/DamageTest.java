package io.halley.store.redis;

import static io.halley.store.OpenStore.draft;
import static io.halley.store.OpenStore.keyed;
import static io.halley.store.OpenStore.texts;
import static io.halley.store.redis.Scene.LOBBY;
import static io.halley.store.redis.Scene.LOG;
import static io.halley.store.redis.Scene.META;
import static io.halley.store.redis.Scene.OTHER;
import static io.halley.store.redis.Scene.assertRefused;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.AppendOutcome.Appended;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.store.OpenStore;
import org.junit.jupiter.api.Test;

/** Somebody's hand in Redis: what is gone is announced as a gap, what is something else is refused, nothing half done. */
final class DamageTest extends RedisTest {

    @Test
    void all_is_flushed_under_a_follower() {
        OpenStore store = scene().open();
        Follower follower = new Follower(store, LOBBY);
        store.append(draft(LOBBY, "1"), keyed(LOBBY, "2", "p", "k"));
        EventId last = store.append(LOBBY, "3");
        follower.awaitEvent(last);
        redis().cli("FLUSHALL");
        assertThat(store.read(LOBBY, last).gap()).isNotNull();
        Appended again = (Appended) store.append(keyed(LOBBY, "4", "p", "k")).get(0);
        assertThat(again.id().offset()).isEqualTo(1);
        assertThat(again.id().epoch()).isNotEqualTo(last.epoch());
        follower.awaitEvent(again.id());
        assertThat(follower.gaps).hasSize(1);
        assertThat(follower.texts()).containsExactly("1", "2", "3", "4");
        follower.assertIsUpToDate();
    }

    @Test
    void single_events_are_taken_out_of_a_log() {
        OpenStore store = scene().open();
        EventId first = store.append(LOBBY, "1");
        for (int i = 2; i <= 6; i++) {
            store.append(LOBBY, "" + i);
        }
        redis().cli("XDEL", LOG, "3-0", "6-0");
        assertThat(texts(store.read(LOBBY, Position.START).events())).containsExactly("1", "2");
        Backlog behind = store.read(LOBBY, new EventId(first.epoch(), 2));
        assertThat(requireNonNull(behind.gap()).earliest()).isEqualTo(new EventId(first.epoch(), 4));
        assertThat(texts(behind.events())).containsExactly("4", "5");
        assertThat(behind.hasMore()).isTrue();
        Backlog end = store.read(LOBBY, behind.end());
        assertThat(end.gap()).isNotNull();
        assertThat(end.events()).isEmpty();
        assertThat(end.hasMore()).isFalse();
        store.append(LOBBY, "7");
        assertThat(texts(store.read(LOBBY, end.end()).events())).containsExactly("7");
    }

    @Test
    void what_is_known_of_a_log_is_lost_and_the_channel_is_deleted() {
        OpenStore store = scene().open();
        store.append(LOBBY, "1");
        redis().cli("DEL", META);
        assertThat(store.delete(LOBBY)).isTrue();
        assertThat(redis().cli("EXISTS", LOG)).isEqualTo("0");
        assertThat(store.delete(LOBBY)).isFalse();
    }

    @Test
    void what_is_known_of_a_log_is_lost() {
        OpenStore store = scene().open();
        Follower follower = new Follower(store, LOBBY);
        store.append(draft(LOBBY, "1"), draft(LOBBY, "2"));
        EventId last = store.append(LOBBY, "3");
        follower.awaitEvent(last);
        redis().cli("DEL", META);
        assertThat(store.read(LOBBY, last).gap()).isNotNull();
        assertThat(store.read(LOBBY, Position.START).events()).isEmpty();
        EventId next = store.append(LOBBY, "4");
        assertThat(next.offset()).isEqualTo(4);
        assertThat(next.epoch()).isNotEqualTo(last.epoch());
        follower.awaitEvent(next);
        assertThat(follower.gaps).hasSize(1);
        assertThat(follower.texts()).containsExactly("1", "2", "3", "4");
        assertThat(store.texts(LOBBY)).containsExactly("4");
        assertThat(store.read(LOBBY, EventId.NONE).gap()).isNotNull();
        follower.assertIsUpToDate();
    }

    @Test
    void what_is_known_of_a_log_is_older_than_the_log() {
        OpenStore store = scene().open();
        store.append(LOBBY, "1");
        redis().cli("COPY", META, "halley:{chat:lobby}:old");
        EventId last = store.append(LOBBY, "2");
        redis().cli("COPY", "halley:{chat:lobby}:old", META, "REPLACE");
        EventId next = store.append(LOBBY, "3");
        assertThat(next.offset()).isEqualTo(3);
        assertThat(next.epoch()).isNotEqualTo(last.epoch());
        assertThat(store.read(LOBBY, last).gap()).isNotNull();
        assertThat(store.texts(LOBBY)).containsExactly("3");
        assertThat(store.append(LOBBY, "4")).isEqualTo(new EventId(next.epoch(), 4));
    }

    @Test
    void a_log_is_lost_and_what_is_known_of_it_is_not() {
        OpenStore store = scene().open();
        Follower follower = new Follower(store, LOBBY);
        EventId first = store.append(LOBBY, "1");
        EventId last = store.append(LOBBY, "2");
        follower.awaitEvent(last);
        redis().cli("DEL", LOG);
        assertThat(store.read(LOBBY, first).gap()).isNotNull();
        assertThat(store.read(LOBBY, last).gap()).isNull();
        EventId next = store.append(LOBBY, "3");
        assertThat(next).isEqualTo(new EventId(last.epoch(), 3));
        follower.awaitEvent(next);
        assertThat(follower.texts()).containsExactly("1", "2", "3");
        assertThat(follower.gaps).isEmpty();
        assertThat(store.read(LOBBY, first).gap()).isNotNull();
        assertThat(texts(store.read(LOBBY, last).events())).containsExactly("3");
        assertThat(store.describe(LOBBY).orElseThrow().events()).isEqualTo(1);
        follower.assertIsUpToDate();
    }

    @Test
    void a_log_that_is_no_stream() {
        refuses(LOG);
    }

    @Test
    void what_is_known_of_a_log_is_no_hash() {
        refuses(META);
    }

    /** A key of the lobby holds something else: nothing is written, and other channels are as before. */
    private void refuses(String key) {
        OpenStore store = scene().open();
        store.append(LOBBY, "1");
        store.append(OTHER, "1");
        awaitListed(2);
        redis().cli("DEL", key);
        redis().cli("SET", key, "something else");
        String before = everything();
        assertRefused(() -> store.append(LOBBY, "2")).hasMessageContaining("holds something else");
        assertRefused(() -> store.append(draft(LOBBY, "2"), keyed(LOBBY, "3", "p", "k")));
        assertRefused(() -> store.read(LOBBY, Position.START));
        assertRefused(() -> store.follow(LOBBY));
        assertRefused(() -> store.delete(LOBBY));
        assertRefused(() -> store.describe(LOBBY));
        assertThat(everything()).isEqualTo(before);
        assertThat(store.append(OTHER, "2").offset()).isEqualTo(2);
        assertThat(scene().problem()).isEmpty();
        redis().cli("DEL", key);
        EventId next = store.append(LOBBY, "2");
        assertThat(next.offset()).isEqualTo(2);
    }

    @Test
    void an_idempotency_key_that_is_no_string() {
        OpenStore store = scene().open();
        store.append(keyed(LOBBY, "1", "p", "k"));
        awaitListed(1);
        String key = redis().cli("KEYS", "halley:{chat:lobby}:key:*");
        redis().cli("DEL", key);
        redis().cli("LPUSH", key, "something else");
        String before = everything();
        assertRefused(() -> store.append(draft(LOBBY, "2"), keyed(LOBBY, "1", "p", "k")));
        assertThat(everything()).isEqualTo(before);
        assertThat(store.append(LOBBY, "2").offset()).isEqualTo(2);
    }

    @Test
    void users_and_channels_that_are_something_else() {
        OpenStore store = scene().open();
        store.signIn("alice");
        store.append(LOBBY, "1");
        awaitListed(1);
        for (String key : redis().cli("KEYS", "halley:*").lines().toList()) {
            if (!key.startsWith("halley:{chat:")) {
                redis().cli("DEL", key);
                redis().cli("SETBIT", key, "1", "1");
            }
        }
        String before = everything();
        assertRefused(() -> store.signIn("bob"));
        assertRefused(() -> store.user("alice"));
        assertRefused(() -> store.on(() -> store.users().list(false, "", null, 10)));
        assertThat(everything()).isEqualTo(before);
        assertThat(store.append(LOBBY, "2").offset()).isEqualTo(2);
        assertThat(store.texts(LOBBY)).containsExactly("1", "2");
    }

    /** A channel's name is written down behind its first append, which does not wait for that. */
    private void awaitListed(int channels) {
        scene().eventually(channels + " channels are listed", () -> redis().cli("ZCARD", "halley:channels")
                .equals(String.valueOf(channels)));
    }

    /** Every key with all that it holds, but not for how long. */
    private static String everything() {
        StringBuilder all = new StringBuilder();
        redis().cli("KEYS", "halley:*")
                .lines()
                .filter(key -> !key.startsWith("halley:probe:"))
                .sorted()
                .forEach(key -> all.append(key)
                        .append(' ')
                        .append(redis().cli("DUMP", key))
                        .append('\n'));
        return all.toString();
    }
}
