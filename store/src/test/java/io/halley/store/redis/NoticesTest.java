package io.halley.store.redis;

import static io.halley.store.OpenStore.draft;
import static io.halley.store.redis.Scene.LOBBY;
import static io.halley.store.redis.Scene.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.store.OpenStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is published of a channel may be large, doubled, late or nonsense: what is carried is the log. */
final class NoticesTest extends RedisTest {

    private static final String ADDRESS = "halley:0:{chat:lobby}";

    @Test
    void events_that_are_too_large_for_a_notice_are_carried_in_order_with_the_others() {
        OpenStore store = scene().open();
        Follower follower = new Follower(store, LOBBY);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String text = "\"" + i + "x".repeat(i % 3 == 0 ? 60_000 : 10) + "\"";
            expected.add(text);
            store.append(LOBBY, text);
        }
        EventDraft[] batch = IntStream.range(0, 100)
                .mapToObj(i -> draft(LOBBY, "\"" + i + "y".repeat(500) + "\""))
                .toArray(EventDraft[]::new);
        store.append(batch);
        for (EventDraft draft : batch) {
            expected.add(draft.data().json());
        }
        EventId last = store.append(LOBBY, "\"last\"");
        expected.add("\"last\"");
        follower.awaitEvent(last);
        assertThat(follower.texts()).isEqualTo(expected);
        assertThat(follower.gaps).isEmpty();
        follower.assertIsUpToDate();
    }

    @Test
    void notices_that_are_doubled_late_ahead_or_none_change_nothing() {
        OpenStore store = scene().open();
        Follower follower = new Follower(store, LOBBY);
        EventId first = store.append(LOBBY, "1");
        EventId second = store.append(LOBBY, "2");
        follower.awaitEvent(second);
        for (String notice : List.of(
                "",
                "nonsense",
                "a b c",
                first.epoch() + " 1 0",
                first.epoch() + " 1 1\n1 message -\n1",
                first.epoch() + " 2 1\n1 message -\n2",
                first.epoch() + " 9 0",
                first.epoch() + " -1 0",
                first.epoch() + " 3 7\n1 message -\n3",
                first.epoch() + " 3 1\n1 message -\n{",
                "zzzzzzzzzz 1 0",
                "ZZZ 1 0")) {
            redis().cli("PUBLISH", ADDRESS, notice);
        }
        EventId third = store.append(LOBBY, "3");
        follower.awaitEvent(third);
        EventId other = store.append(OTHER, "1");
        assertThat(other.offset()).isEqualTo(1);
        assertThat(follower.texts()).containsExactly("1", "2", "3");
        assertThat(follower.gaps).isEmpty();
        follower.assertIsUpToDate();
    }

    @Test
    void follows_again_what_it_unfollowed_and_nothing_is_left_subscribed() {
        OpenStore store = scene().open();
        for (int i = 0; i < 3; i++) {
            EventId head = store.follow(LOBBY);
            assertThat(head.offset()).isEqualTo(i);
            store.append(LOBBY, "" + i);
            int expected = i + 1;
            scene().eventually("a notice", () -> store.notices.size() == expected);
            store.on(() -> store.events().unfollow(LOBBY));
            scene().eventually("unsubscribed", () -> redis().cli("PUBSUB", "NUMSUB", ADDRESS)
                    .equals(ADDRESS + "\n0"));
        }
        store.append(LOBBY, "3");
        scene().reconnect();
        store.append(LOBBY, "4");
        assertThat(store.notices).hasSize(3);
        assertThat(redis().cli("PUBSUB", "CHANNELS", "halley:0:*")).isEmpty();
    }
}
