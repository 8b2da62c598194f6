package io.halley.store.redis;

import static io.halley.store.redis.Scene.LOBBY;
import static io.halley.store.redis.Scene.assertRefused;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.concurrent.atomic.AtomicLong;
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
        Future<?> inFlight = store.start(() -> store.events().append(List.of(OpenStore.draft(LOBBY, "2"))));
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

    /** By a timer beside those of the store: what keeps one of them from going off keeps all, and they go off in order. */
    private void assertFailsAfterTwoSeconds(OpenStore store) {
        AtomicLong nanos = new AtomicLong();
        boolean failed = store.on(() -> {
            long begun = System.nanoTime();
            Future<?> answer = store.events()
                    .append(List.of(OpenStore.draft(LOBBY, "2")))
                    .onFailure(failure -> nanos.set(System.nanoTime() - begun));
            return scene().vertx.timer(2_500).map(later -> answer.failed());
        });
        assertThat(failed).isTrue();
        assertThat(Duration.ofNanos(nanos.get())).isGreaterThan(Duration.ofMillis(1_900));
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
