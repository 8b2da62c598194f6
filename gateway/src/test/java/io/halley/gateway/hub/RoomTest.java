package io.halley.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.Loop;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Position;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a hub that is full has left: the feeds that nobody reads any more make room, however much they remember. */
final class RoomTest {

    private static final int FEEDS = 5;

    @Test
    void feeds_that_nobody_reads_go_one_by_one_until_there_is_room() {
        try (Loop loop = new Loop()) {
            Hub hub = loop.make(() -> Hubs.on(loop.context, loop.vertx));
            int most = loop.make(() -> most(hub));
            List<ScriptedStore> stores = loop.make(() -> stores(loop));
            List<RecordingConnection> connections = new ArrayList<>();
            loop.run(() -> stores.forEach(store -> connections.add(open(hub, store))));
            // each of them remembers far more than room for a subscriber takes
            loop.run(() -> stores.forEach(store -> store.append(500)));
            loop.run(() -> {
                connections.forEach(connection -> hub.close(connection.subscription));
                assertThat(hub.feedCount()).isEqualTo(FEEDS);

                assertThat(hub.hasRoom(most - FEEDS)).isTrue();
                assertThat(hub.feedCount()).as("there was room without that").isEqualTo(FEEDS);
                assertThat(hub.hasRoom(most - 2)).isTrue();
                assertThat(hub.feedCount())
                        .as("two are less than what two subscribers take")
                        .isEqualTo(2);
                assertThat(hub.hasRoom(most)).isTrue();
                assertThat(hub.feedCount()).isZero();
                assertThat(hub.hasRoom(most + 1)).isFalse();
            });
            assertThat(connections).allSatisfy(connection -> {
                assertThat(connection.received).hasSize(500);
                assertThat(connection.breaches).isEmpty();
            });
        }
    }

    @Test
    void feeds_that_are_read_stay_though_there_is_no_room() {
        try (Loop loop = new Loop()) {
            Hub hub = loop.make(() -> Hubs.on(loop.context, loop.vertx));
            int most = loop.make(() -> most(hub));
            List<ScriptedStore> stores = loop.make(() -> stores(loop));
            loop.run(() -> stores.forEach(store -> open(hub, store)));
            loop.run(() -> {
                assertThat(hub.hasRoom(most)).isFalse();
                assertThat(hub.feedCount()).isEqualTo(FEEDS);
            });
        }
    }

    /** For how many an empty one has room. */
    private static int most(Hub hub) {
        int most = 0;
        for (int step = 1 << 20; step > 0; step /= 2) {
            most += hub.hasRoom(most + step) ? step : 0;
        }
        return most;
    }

    private static List<ScriptedStore> stores(Loop loop) {
        ScriptedStore first = new ScriptedStore(loop.vertx);
        List<ScriptedStore> stores = new ArrayList<>(List.of(first));
        for (int i = 1; i < FEEDS; i++) {
            stores.add(first.beside(new Channel("chat:" + i)));
        }
        return stores;
    }

    private static RecordingConnection open(Hub hub, ScriptedStore store) {
        RecordingConnection connection = new RecordingConnection(Position.NOW, store.channel(), null);
        hub.open(connection.subscription);
        return connection;
    }
}
