package io.halley.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/**
 * The one recovery path, under everything that can happen to it: whoever joins wherever, is slow, or loses the store in
 * between, gets every event of the log after its start once and in order, or is told of a gap.
 */
final class HubTest {

    enum Act {
        APPEND,
        JOIN_NOW,
        JOIN_START,
        JOIN_LAST,
        JOIN_HEAD,
        JOIN_NONE,
        JOIN_UNREADABLE,
        STALL,
        DRAIN,
        HOLD_NOTICES,
        RELEASE_NOTICES,
        LOSE_NOTICES,
        STORE_AWAY,
        STORE_BACK,
        TRIM,
        NEW_EPOCH,
        LEAVE,
        TICK,
        LET_RUN
    }

    @Provide
    Arbitrary<List<Tuple2<Act, Integer>>> acts() {
        Arbitrary<Act> act = Arbitraries.of(Act.values()).edgeCases(edges -> edges.none());
        return Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.just(Act.APPEND)),
                        Tuple.of(2, Arbitraries.just(Act.LET_RUN)),
                        Tuple.of(8, act))
                .flatMap(one -> Arbitraries.integers().between(1, 20).map(n -> Tuple.of(one, n)))
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 300)
    void every_reader_gets_every_event_once_and_in_order(@ForAll("acts") List<Tuple2<Act, Integer>> acts)
            throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            World world = run(vertx.getOrCreateContext(), () -> Future.succeededFuture(new World(vertx)));
            for (Tuple2<Act, Integer> act : acts) {
                run(world.context, () -> world.play(act.get1(), act.get2()));
            }
            run(world.context, world::settle);
            run(world.context, () -> world.settleAfter(() -> world.store.append(3)));
            world.check();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        }
    }

    @Example
    void who_comes_while_the_store_is_away_is_told_at_once() throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            World world = run(vertx.getOrCreateContext(), () -> Future.succeededFuture(new World(vertx)));
            run(world.context, () -> world.play(Act.STORE_AWAY, 0));
            for (int i = 0; i < 3; i++) {
                run(world.context, () -> world.play(Act.JOIN_NOW, 0));
                run(world.context, () -> world.play(Act.LET_RUN, 20));
            }
            assertThat(world.connections)
                    .allSatisfy(connection -> assertThat(connection.toldAway).isPositive());
            assertThat(world.store.follows).as("nobody got through").isZero();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        }
    }

    @Example
    void of_those_who_read_at_once_only_so_many_do_and_the_others_have_their_turn_after_them() throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            World world = run(vertx.getOrCreateContext(), () -> Future.succeededFuture(new World(vertx)));
            run(world.context, () -> world.play(Act.APPEND, 9));
            run(world.context, () -> {
                world.store.holdReads();
                IntStream.rangeClosed(1, 5).forEach(n -> world.join(new Position.Last(n)));
                return world.turns(50);
            });
            assertThat(world.store.reads).isEqualTo(1);

            run(world.context, () -> {
                world.store.releaseReads();
                return world.turns(200);
            });
            assertThat(world.connections)
                    .extracting(connection -> connection.received.size())
                    .containsExactly(1, 2, 3, 4, 5);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        }
    }

    private static <T> T run(Context context, java.util.function.Supplier<Future<T>> task) throws Exception {
        Promise<T> promise = Promise.promise();
        context.runOnContext(start -> {
            try {
                task.get().onComplete(promise);
            } catch (RuntimeException | AssertionError e) {
                promise.fail(e);
            }
        });
        return promise.future().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** A hub and its store on one event loop, where everything happens in the order in which it is played. */
    private static final class World {

        final Context context;
        final ScriptedStore store;
        final Hub hub;
        final List<RecordingConnection> connections = new ArrayList<>();
        int epochs;

        World(Vertx vertx) {
            this.context = vertx.getOrCreateContext();
            this.store = new ScriptedStore(vertx);
            this.hub = Hubs.on(context, vertx);
        }

        Future<Void> play(Act act, int n) {
            switch (act) {
                case APPEND -> store.append(n);
                case JOIN_NOW -> join(Position.NOW);
                case JOIN_START -> join(Position.START);
                case JOIN_LAST -> join(new Position.Last(n));
                case JOIN_HEAD -> join(store.head());
                case JOIN_NONE -> join(EventId.NONE);
                case JOIN_UNREADABLE -> join(new Position.Unreadable("nonsense"));
                case STALL -> pick(n).forEach(connection -> connection.writable = false);
                case DRAIN -> pick(n).forEach(this::drain);
                case HOLD_NOTICES -> store.holdNotices();
                case RELEASE_NOTICES -> store.releaseNotices();
                case LOSE_NOTICES -> store.loseNotices();
                case STORE_AWAY -> store.setAway(true);
                case STORE_BACK -> store.setAway(false);
                case TRIM -> store.trim(n);
                case NEW_EPOCH -> store.beginEpoch(++epochs);
                case LEAVE -> pick(n).forEach(connection -> hub.close(connection.subscription));
                case TICK -> hub.tick();
                case LET_RUN -> {
                    return turns(n);
                }
            }
            return Future.succeededFuture();
        }

        private void join(Position position) {
            RecordingConnection connection = new RecordingConnection(position);
            connections.add(connection);
            hub.open(connection.subscription);
        }

        private void drain(RecordingConnection connection) {
            connection.writable = true;
            hub.resume(connection.subscription);
        }

        private List<RecordingConnection> pick(int n) {
            return connections.isEmpty() ? List.of() : List.of(connections.get(n % connections.size()));
        }

        private Future<Void> turns(int n) {
            if (n == 0) {
                return Future.succeededFuture();
            }
            Promise<Void> turn = Promise.promise();
            context.runOnContext(next -> turns(n - 1).onComplete(turn));
            return turn.future();
        }

        Future<Void> settle() {
            return settleAfter(() -> {
                store.setAway(false);
                store.releaseNotices();
                connections.forEach(this::drain);
                // a lost notice shows when the next one does not go on from it
                store.append(1);
            });
        }

        Future<Void> settleAfter(Runnable act) {
            act.run();
            return until(() -> open().stream()
                    .allMatch(connection ->
                            connection.subscription.cursor().equals(store.head().toString())));
        }

        private Future<Void> until(BooleanSupplier condition) {
            hub.tick();
            return turns(20).compose(ran -> condition.getAsBoolean() ? turns(20) : until(condition));
        }

        List<RecordingConnection> open() {
            return connections.stream()
                    .filter(connection -> !connection.subscription.isClosed())
                    .toList();
        }

        void check() {
            for (RecordingConnection connection : connections) {
                assertThat(connection.breaches).isEmpty();
            }
            for (RecordingConnection connection : open()) {
                assertThat(connection.caughtUp).as("$caught-up, once").isEqualTo(1);
                assertThat(connection.received).as("the last three at least").hasSizeGreaterThanOrEqualTo(3);
                assertThat(ScriptedLog.idOf(connection.received.get(connection.received.size() - 1)))
                        .isEqualTo(store.head());
                if (connection.asked instanceof Position.Unreadable) {
                    assertThat(connection.gaps).as("a gap, announced").isPositive();
                }
            }
            assertThat(store.reads).as("no reader asks without end").isLessThan(3000);
        }
    }
}
