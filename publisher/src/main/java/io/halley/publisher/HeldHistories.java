package io.halley.publisher;

import io.halley.shared.bus.BoundedReads;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.ReadLimit;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The history requests that one event loop holds: a bounded number, and none any more once the publisher stops. */
final class HeldHistories {

    /** Each has its channel followed, which is cheap in memory and not for nothing in the store. */
    static final int MOST = 1_000;

    private final Vertx vertx;
    private final StoreClient store;
    private final BoundedReads reads;
    private final int most;
    private final Counter unheld;
    /** For metrics, which are asked for elsewhere. */
    private final AtomicInteger count;
    /** Two instances share a process, and followers are told apart in all of it. */
    private final String name = "history-" + UUID.randomUUID();

    private final Set<HeldHistory> held = new HashSet<>();
    private long begun;
    private boolean draining;

    /** Takes how many are held at most. Called on the event loop. */
    HeldHistories(Vertx vertx, StoreClient store, BoundedReads reads, MeterRegistry meters, int most) {
        this.vertx = vertx;
        this.store = store;
        this.reads = reads;
        this.most = most;
        this.unheld = Counter.builder("halley_histories_unheld")
                .description("Requests for history that would wait, answered at once because too many are held")
                .register(meters);
        Tags loop = Tags.of("loop", Thread.currentThread().getName());
        this.count = Objects.requireNonNull(meters.gauge("halley_histories_held", loop, new AtomicInteger()));
    }

    /**
     * Waits for something beyond a read that came to nothing, and answers it; with {@code nothing} if the time is over, the
     * publisher stops, or there are too many already.
     *
     * @param nothing that read
     * @param response ends the waiting if its client goes
     * @param answer answers; what it returns is complete when that is taken
     * @return fails if the store is away, or as the answer does
     */
    Future<Void> await(
            Backlog nothing,
            ReadLimit limit,
            Duration atMost,
            HttpServerResponse response,
            Function<Backlog, Future<Void>> answer) {
        if (draining || response.closed()) {
            return answer.apply(nothing);
        }
        if (held.size() >= most) {
            unheld.increment();
            return answer.apply(nothing);
        }
        HeldHistory history =
                new HeldHistory(vertx.eventBus(), store, reads, name + "-" + ++begun, nothing, limit, answer);
        held.add(history);
        count.set(held.size());
        long timer = vertx.setTimer(atMost.toMillis(), id -> history.release());
        Handler<Void> gone = closed -> history.release();
        response.closeHandler(gone).exceptionHandler(failure -> gone.handle(null));
        history.over().onComplete(over -> {
            held.remove(history);
            count.set(held.size());
            vertx.cancelTimer(timer);
        });
        return history.answered();
    }

    /** Has all of them answered, and holds no new ones. */
    void drain() {
        draining = true;
        Set.copyOf(held).forEach(HeldHistory::release);
    }
}
