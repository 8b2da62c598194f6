package io.halley.store.redis;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.AppendOutcome.Appended;
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
    private final String prefix;
    private final long timer;

    Writer(Vertx vertx, OpenStore store, Channel channel) {
        this(vertx, store, channel, "");
    }

    /** @param prefix digits that tell its numbers from those of another writer */
    Writer(Vertx vertx, OpenStore store, Channel channel, String prefix) {
        this.prefix = prefix;
        this.vertx = vertx;
        this.store = store;
        this.channel = channel;
        this.timer = vertx.setPeriodic(EVERY_MS, id -> write());
    }

    private void write() {
        String text = prefix + number.incrementAndGet();
        Future<List<AppendOutcome>> answer =
                store.start(() -> store.events().append(List.of(OpenStore.draft(channel, text))));
        answers.add(answer.onSuccess(outcomes -> acknowledged.put(text, ((Appended) outcomes.get(0)).id()))
                .onFailure(failures::add)
                .transform(done -> Future.succeededFuture()));
    }

    /** Whether this text is one of its numbers. */
    boolean wrote(String text) {
        return text.length() > prefix.length() && text.startsWith(prefix);
    }

    /** Writes no more; all answers are there. */
    @Override
    public void close() {
        vertx.cancelTimer(timer);
        answers.forEach(answer -> answer.await());
    }
}
