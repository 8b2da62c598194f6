package io.halley.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.Loop;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/**
 * Channels that come and go while a connection is open, under everything that can happen: each stretch for which one is
 * subscribed has no hole and no double, and nothing of it is written before where it starts is known, or after it ended.
 */
final class SubscribingTest {

    private static final List<Channel> CHANNELS = List.of(ScriptedStore.CHANNEL, new Channel("chat:b"));

    enum Act {
        APPEND,
        SUBSCRIBE_NOW,
        SUBSCRIBE_START,
        SUBSCRIBE_LAST,
        SUBSCRIBE_ON,
        UNSUBSCRIBE,
        ANSWER_LATE,
        ANSWER,
        STALL,
        DRAIN,
        HOLD_NOTICES,
        RELEASE_NOTICES,
        LOSE_NOTICES,
        STORE_AWAY,
        STORE_BACK,
        TRIM,
        TICK,
        LET_RUN
    }

    /** Each act comes with a number: whose channel it is, and how many. */
    @Provide
    Arbitrary<List<Tuple2<Act, Integer>>> acts() {
        return Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.just(Act.APPEND)),
                        Tuple.of(3, Arbitraries.just(Act.LET_RUN)),
                        Tuple.of(2, Arbitraries.of(Act.SUBSCRIBE_ON, Act.UNSUBSCRIBE)),
                        Tuple.of(6, Arbitraries.of(Act.values()).edgeCases(edges -> edges.none())))
                .flatMap(act -> Arbitraries.integers().between(0, 19).map(n -> Tuple.of(act, n)))
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 200)
    void every_subscribed_stretch_is_whole(@ForAll("acts") List<Tuple2<Act, Integer>> acts) {
        try (Loop loop = new Loop()) {
            World world = loop.make(() -> new World(loop));
            for (Tuple2<Act, Integer> act : acts) {
                // several acts often fall into one turn of the hub
                loop.make(() -> {
                    world.play(act.get1(), act.get2());
                    return act;
                });
                if (act.get1() == Act.LET_RUN) {
                    loop.run(() -> {});
                }
            }
            loop.run(world::settle);
            for (int second = 0; second < 10; second++) {
                loop.run(world.hub::tick);
            }
            loop.run(() -> world.stores.values().forEach(store -> store.append(1)));
            loop.make(() -> {
                world.check();
                return world;
            });
        }
    }

    /** A hub, the stores of both channels, and the connection. */
    private static final class World {

        final Hub hub;
        final Map<Channel, ScriptedStore> stores = new HashMap<>();
        final ChangingConnection connection = new ChangingConnection();
        int commands;

        World(Loop loop) {
            ScriptedStore first = new ScriptedStore(loop.vertx);
            stores.put(CHANNELS.get(0), first);
            stores.put(CHANNELS.get(1), first.beside(CHANNELS.get(1)));
            hub = Hubs.on(loop.context, loop.vertx);
            hub.open(connection.subscription);
        }

        void play(Act act, int n) {
            Channel channel = CHANNELS.get(n % 2);
            ScriptedStore store = store(channel);
            switch (act) {
                case APPEND -> store.append(1 + n);
                case SUBSCRIBE_NOW -> subscribe(channel, Position.NOW);
                case SUBSCRIBE_START -> subscribe(channel, Position.START);
                case SUBSCRIBE_LAST -> subscribe(channel, new Position.Last(1 + n));
                case SUBSCRIBE_ON -> subscribe(channel, connection.left(channel));
                case UNSUBSCRIBE -> unsubscribe(channel);
                case ANSWER_LATE -> connection.slow = true;
                case ANSWER -> answer();
                case STALL -> connection.writable = false;
                case DRAIN -> drain();
                case HOLD_NOTICES -> store.holdNotices();
                case RELEASE_NOTICES -> store.releaseNotices();
                case LOSE_NOTICES -> store.loseNotices();
                case STORE_AWAY -> stores.values().forEach(one -> one.setAway(true));
                case STORE_BACK -> stores.values().forEach(one -> one.setAway(false));
                case TRIM -> store.trim(n);
                case TICK -> hub.tick();
                case LET_RUN -> {}
            }
        }

        private ScriptedStore store(Channel channel) {
            return Objects.requireNonNull(stores.get(channel));
        }

        private void subscribe(Channel channel, Position position) {
            if (!connection.subscribe(channel)) {
                return;
            }
            commands++;
            hub.subscribe(connection.subscription, List.of(channel), new Cursor(List.of(position)))
                    .onSuccess(added -> {
                        connection.answered(added);
                        // like a command before it that is not answered yet
                        if (!connection.slow) {
                            hub.mark(connection.subscription);
                        }
                    });
        }

        private void unsubscribe(Channel channel) {
            if (connection.unsubscribe(channel)) {
                hub.unsubscribe(connection.subscription, List.of(channel));
            }
        }

        private void answer() {
            connection.slow = false;
            hub.mark(connection.subscription);
        }

        private void drain() {
            connection.writable = true;
            hub.resume(connection.subscription);
        }

        void settle() {
            stores.values().forEach(store -> {
                store.setAway(false);
                store.releaseNotices();
                // a lost notice shows when the next one does not go on from it
                store.append(1);
            });
            answer();
            drain();
        }

        void check() {
            assertThat(connection.breaches).isEmpty();
            assertThat(connection.opened).isEqualTo(1);
            assertThat(connection.subscription.subscribers()).hasSameSizeAs(connection.subscribed());
            for (Channel channel : connection.subscribed()) {
                assertThat(connection.at(channel))
                        .as(channel.name())
                        .isEqualTo(store(channel).head());
            }
            assertThat(connection.subscription.isCaughtUp()).isTrue();
            assertThat(connection.caughtUp).isBetween(1, 1 + commands);
        }
    }
}
