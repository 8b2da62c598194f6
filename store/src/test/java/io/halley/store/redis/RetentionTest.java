package io.halley.store.redis;

import static io.halley.store.OpenStore.draft;
import static io.halley.store.redis.Scene.LOBBY;
import static io.halley.store.redis.Scene.LOG;
import static io.halley.store.redis.Scene.META;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Gap;
import io.halley.shared.event.Position;
import io.halley.store.OpenStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a log keeps: so many events, so many bytes, for so long; trimmed by appends, and gone when there are none. */
final class RetentionTest extends RedisTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String AGE =
            """
            local ms = tonumber(ARGV[1])
            local function earlier(time) return string.format('%.0f', tonumber(time) - ms) end
            local entries = redis.call('XRANGE', KEYS[1], '-', '+')
            redis.call('DEL', KEYS[1])
            for _, entry in ipairs(entries) do
              local fields = entry[2]
              fields[2] = earlier(fields[2])
              redis.call('XADD', KEYS[1], entry[1], unpack(fields))
            end
            for _, name in ipairs({ 'oldest', 'time' }) do
              redis.call('HSET', KEYS[2], name, earlier(redis.call('HGET', KEYS[2], name)))
            end
            return 1
            """;
    private static final String KILOBYTE = "\"" + "x".repeat(998) + "\"";

    @Test
    void keeps_so_many_events_at_each_append() {
        scene().retainEvents = 10;
        OpenStore store = scene().open();
        for (int i = 1; i <= 30; i++) {
            store.append(LOBBY, "" + i);
            assertThat(store.texts(LOBBY)).hasSize(Math.min(i, 10));
        }
        assertThat(store.texts(LOBBY).get(0)).isEqualTo("21");
        store.append(batch(5));
        assertThat(store.readAll(LOBBY)).hasSize(10);
        store.append(batch(25));
        store.append(LOBBY, "1");
        assertThat(offsets(store.readAll(LOBBY))).endsWith(61L);
        IntStream.range(0, 10).forEach(i -> store.append(LOBBY, "1"));
        assertThat(store.readAll(LOBBY)).hasSize(10);
    }

    @Test
    void keeps_so_many_bytes_and_the_newest_event_in_any_case() {
        scene().retainBytes = 64 * 1024;
        OpenStore store = scene().open();
        EventId first = store.append(LOBBY, KILOBYTE);
        for (int i = 0; i < 200; i++) {
            store.append(LOBBY, KILOBYTE);
        }
        assertThat(store.readAll(LOBBY)).hasSizeBetween(50, 65);
        Gap gap = requireNonNull(store.read(LOBBY, first).gap());
        assertThat(gap.earliest().offset()).isGreaterThan(130);
        long earliest = gap.earliest().offset();
        assertThat(store.read(LOBBY, new EventId(first.epoch(), earliest - 1)).gap())
                .isNull();
        String largest = "\"" + "x".repeat(65_534) + "\"";
        EventId last = store.append(LOBBY, largest);
        for (int i = 0; i < 70; i++) {
            last = store.append(LOBBY, largest);
        }
        assertThat(offsets(store.readAll(LOBBY))).containsExactly(last.offset());
    }

    @Test
    void keeps_events_for_so_long_while_others_come() {
        scene().retainTime = HOUR;
        OpenStore store = scene().open();
        EventId first = store.append(LOBBY, "1");
        store.append(LOBBY, "2");
        becomeOlder(Duration.ofMinutes(40));
        store.append(LOBBY, "3");
        assertThat(store.texts(LOBBY)).containsExactly("1", "2", "3");
        becomeOlder(Duration.ofMinutes(30));
        EventId last = store.append(LOBBY, "4");
        assertThat(store.texts(LOBBY)).containsExactly("3", "4");
        assertThat(store.read(LOBBY, first).gap()).isNotNull();
        becomeOlder(Duration.ofMinutes(70));
        store.append(LOBBY, "5");
        assertThat(store.texts(LOBBY)).containsExactly("5");
        assertThat(store.read(LOBBY, last).gap()).isNull();
    }

    @Test
    void forgets_a_channel_that_is_idle_for_so_long() {
        scene().retainTime = HOUR;
        OpenStore store = scene().open();
        Follower follower = new Follower(store, LOBBY);
        EventId last = store.append(LOBBY, "1");
        follower.awaitEvent(last);
        outlive(LOG);
        outlive(META);
        assertThat(store.read(LOBBY, last).gap()).isNotNull();
        assertThat(store.read(LOBBY, Position.NOW).head()).isEqualTo(EventId.NONE);
        assertThat(store.describe(LOBBY)).isEmpty();
        assertThat(store.on(() -> store.channels().list("", null, 10)).items()).isEmpty();
        EventId next = store.append(LOBBY, "2");
        assertThat(next.epoch()).isNotEqualTo(last.epoch());
        follower.awaitEvent(next);
        assertThat(follower.gaps).hasSize(1);
        assertThat(follower.texts()).containsExactly("1", "2");
        follower.assertIsUpToDate();
    }

    @Test
    void time_never_goes_back() {
        OpenStore store = scene().open();
        store.append(LOBBY, "1");
        long ahead = System.currentTimeMillis() + 3_600_000;
        redis().cli("HSET", META, "time", "" + ahead);
        store.append(draft(LOBBY, "2"), draft(LOBBY, "3"));
        store.append(LOBBY, "4");
        assertThat(store.readAll(LOBBY)).extracting(Event::time).isSorted().endsWith(ahead, ahead, ahead);
    }

    @Test
    void a_deleted_channel_is_remembered_for_so_long() {
        scene().retainTime = HOUR;
        OpenStore store = scene().open();
        store.append(LOBBY, "1");
        assertThat(store.delete(LOBBY)).isTrue();
        assertThat(store.read(LOBBY, Position.NOW).head().offset()).isEqualTo(1);
        outlive(META);
        assertThat(store.read(LOBBY, Position.NOW).head()).isEqualTo(EventId.NONE);
    }

    @Test
    void the_head_of_an_inbox_outlives_its_events() {
        scene().retainTime = HOUR;
        Channel own = new Channel("user:1");
        OpenStore store = scene().open();
        EventId first = store.append(own, "1");
        EventId last = store.append(own, "2");
        outlive("halley:{user:1}:log");
        assertThat(store.read(own, last).gap()).isNull();
        assertThat(store.read(own, first).gap())
                .isEqualTo(new Gap(own, first.toString(), new EventId(last.epoch(), 3), last));
        assertThat(store.describe(own)).isEmpty();
        assertThat(store.on(() -> store.channels().list("", null, 10)).items()).isEmpty();
        redis().cli("HSET", "halley:{user:1}:meta", "epochs", "before1234:1," + last.epoch() + ":2");
        EventId next = store.append(own, "3");
        assertThat(next).isEqualTo(new EventId(last.epoch(), 3));
        assertThat(redis().cli("HGET", "halley:{user:1}:meta", "epochs")).isEqualTo(last.epoch() + ":2");
        assertThat(store.texts(own)).containsExactly("3");
        assertThat(store.on(() -> store.channels().list("", null, 10)).items()).hasSize(1);
        assertThat(store.delete(own)).isTrue();
        assertThat(Long.parseLong(redis().cli("PTTL", "halley:{user:1}:meta")))
                .isGreaterThan(Duration.ofDays(364).toMillis());
    }

    /** Nobody can move Redis's clock: all events of the lobby, and what is known of them, are from earlier. */
    private static void becomeOlder(Duration time) {
        redis().cli("EVAL", AGE, "2", LOG, META, Long.toString(time.toMillis()));
    }

    /** Has the hour pass for which a key is kept. */
    private static void outlive(String key) {
        assertThat(Long.parseLong(redis().cli("PTTL", key)))
                .as(key)
                .isBetween(HOUR.minusMinutes(10).toMillis(), HOUR.toMillis());
        redis().cli("PEXPIRE", key, "0");
    }

    private static EventDraft[] batch(int size) {
        return IntStream.range(0, size).mapToObj(i -> draft(LOBBY, "" + i)).toArray(EventDraft[]::new);
    }

    private static List<Long> offsets(List<Event> events) {
        return events.stream().map(event -> requireNonNull(event.id()).offset()).toList();
    }
}
