package io.halley.store.redis;

import static io.halley.store.redis.Scene.LOBBY;
import static io.halley.store.redis.Scene.assertRefused;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.AppendOutcome.Appended;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Channel;
import io.halley.store.OpenStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** While Redis is away everything is refused, soon; when it is back, everything that is followed catches up. */
final class OutageTest extends RedisTest {

    @Test
    void an_append_in_flight_when_redis_freezes_fails_in_about_two_seconds_and_later_ones_at_once() {
        OpenStore store = scene().open();
        Follower follower = new Follower(store, LOBBY);
        follower.awaitEvent(store.append(LOBBY, "1"));
        redis().pause();
        try {
            assertFailsAfterTwoSeconds(store);
            assertThat(scene().problem()).contains("away");
            for (int i = 0; i < 10; i++) {
                assertRefusedAtOnce(store);
            }
            assertRefused(() -> store.read(LOBBY, follower.last()));
        } finally {
            redis().resume();
        }
        scene().awaitGreen();
        follower.awaitEvent(store.append(LOBBY, "4"));
        assertThat(follower.texts()).filteredOn(text -> !text.equals("2")).containsExactly("1", "4");
        follower.assertIsUpToDate();
    }

    @Test
    void an_append_in_flight_when_redis_is_killed_fails_and_later_ones_at_once() {
        OpenStore store = scene().open();
        store.append(LOBBY, "1");
        redis().pause();
        Future<?> inFlight = store.start(() -> appendNow(store, "2"));
        redis().kill();
        try {
            assertThatThrownBy(() -> inFlight.await(10, TimeUnit.SECONDS)).isInstanceOf(StoreException.class);
            assertRefusedAtOnce(store);
            scene().awaitRed("away");
        } finally {
            redis().start();
        }
        scene().awaitGreen();
        assertThat(store.append(LOBBY, "4").offset()).isEqualTo(2);
    }

    @Test
    void a_redis_that_answered_while_the_process_stood_still_is_not_away() {
        OpenStore store = scene().open();
        store.append(LOBBY, "1");
        List<AppendOutcome> third = store.on(() -> appendNow(store, "2").compose(stored -> {
            Future<List<AppendOutcome>> answer = appendNow(store, "3");
            // in this turn its loop reads nothing any more, and at the next one every timer is due
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2_500));
            return answer;
        }));
        assertThat(((Appended) third.get(0)).id().offset()).isEqualTo(3);
    }

    @Test
    void five_thousand_channels_are_followed_again_and_catch_up() throws Exception {
        OpenStore store = scene().open();
        OpenStore elsewhere = scene().openElsewhere(redis());
        List<Channel> channels = IntStream.range(0, 5_000)
                .mapToObj(i -> new Channel("chat:" + i))
                .toList();
        inPieces(channels, channel -> store.startCarrying(channel));
        scene().network.refuse();
        scene().awaitRed("away");
        inPieces(channels, channel -> append(elsewhere, channel, "1"));
        scene().network.pass();
        Set<Channel> caughtUp = new HashSet<>();
        while (caughtUp.size() < channels.size()) {
            var next = requireNonNull(store.bus.poll(10, TimeUnit.SECONDS), caughtUp.size() + " caught up");
            assertThat(next.gap() == null && next.events().size() == 1).isTrue();
            assertThat(caughtUp.add(next.channel())).isTrue();
        }
        inPieces(channels, channel -> append(elsewhere, channel, "2"));
        for (Channel channel : channels) {
            var next = requireNonNull(store.bus.poll(10, TimeUnit.SECONDS), channel + " is not followed");
            assertThat(OpenStore.texts(next.events())).containsExactly("2");
        }
        assertThat(store.bus).isEmpty();
    }

    /** On its way to Redis an answer is awaited for two seconds; a machine that stands still meanwhile makes more of them. */
    private static void assertFailsAfterTwoSeconds(OpenStore store) {
        long begun = System.nanoTime();
        assertRefused(() -> store.append(LOBBY, "2"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(10));
    }

    private static Future<List<AppendOutcome>> appendNow(OpenStore store, String text) {
        return store.events().append(List.of(OpenStore.draft(LOBBY, text)));
    }

    private static Future<?> append(OpenStore store, Channel channel, String text) {
        return store.start(() -> store.events().append(List.of(OpenStore.draft(channel, text))));
    }

    private interface Call {
        Future<?> on(Channel channel);
    }

    private static void inPieces(List<Channel> channels, Call call) {
        for (int i = 0; i < channels.size(); i += 500) {
            List<Future<?>> answers = new ArrayList<>();
            channels.subList(i, i + 500).forEach(channel -> answers.add(call.on(channel)));
            answers.forEach(answer -> answer.await());
        }
    }
}
