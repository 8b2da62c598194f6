package io.halley.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.AppendOutcome.Appended;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.store.OpenStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Appends numbers to a channel, one every few ms, whatever becomes of them, and remembers which were acknowledged. */
final class Writer implements AutoCloseable {

    private static final long EVERY_MS = 4;

    final Map<String, EventId> acknowledged = new ConcurrentHashMap<>();
    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private final Vertx vertx;
    private final OpenStore store;
    private final Channel channel;
    private final AtomicInteger number = new AtomicInteger();
    private final Queue<Future<?>> answers = new ConcurrentLinkedQueue<>();
    private final long timer;

    Writer(Vertx vertx, OpenStore store, Channel channel) {
        this.vertx = vertx;
        this.store = store;
        this.channel = channel;
        this.timer = vertx.setPeriodic(EVERY_MS, id -> write());
    }

    private void write() {
        String text = "" + number.incrementAndGet();
        Future<List<AppendOutcome>> answer =
                store.start(() -> store.events().append(List.of(OpenStore.draft(channel, text))));
        answers.add(answer.onSuccess(outcomes -> acknowledged.put(text, ((Appended) outcomes.get(0)).id()))
                .onFailure(failures::add)
                .transform(done -> Future.succeededFuture()));
    }

    /** What was carried: every number that was acknowledged, as what it was; none twice; no other. */
    void assertCarried(Follower follower) {
        List<String> texts = follower.texts();
        assertThat(texts).doesNotHaveDuplicates();
        follower.events.forEach(event -> {
            EventId id = acknowledged.get(event.data().json());
            assertThat(id == null || id.equals(event.id())).isTrue();
        });
        assertThat(texts).containsAll(acknowledged.keySet());
        assertThat(failures).allMatch(StoreException.class::isInstance);
    }

    /** Writes no more; all answers are there. */
    @Override
    public void close() {
        vertx.cancelTimer(timer);
        answers.forEach(answer -> answer.await());
    }
}
