package io.halley.store.embedded;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The small maps of a folder, on a context of their own, and a thread that writes as slowly and badly as a test says. */
final class HeldWriter {

    final OpenFolder open;
    final MapWriter writer;

    private final Context context;
    private final Worker worker;

    HeldWriter(Vertx vertx, TestFolder folder) throws TimeoutException {
        context = ((VertxInternal) vertx).createEventLoopContext();
        open = OpenFolder.open(folder.config(), folder.tuning());
        worker = new Worker(vertx);
        writer = on(() -> Future.succeededFuture(writer(vertx, folder)));
    }

    private MapWriter writer(Vertx vertx, TestFolder folder) {
        LogIndex index = open.index();
        Outage outage = new Outage(folder.health);
        Commits commits = new Commits(
                vertx,
                worker,
                open.writer(),
                index,
                new ChannelBound(index, LogIndex.MOST_CHANNELS),
                outage,
                (commit, written) -> () -> {},
                new Meters(folder.meters));
        return new MapWriter(open.maps(), worker, commits, outage);
    }

    /** Whatever is given to the thread that writes has to wait until the answer is counted down. */
    CountDownLatch hold() {
        CountDownLatch hold = new CountDownLatch(1);
        worker.write(() -> {
            hold.await();
            return null;
        });
        return hold;
    }

    /** The maps take nothing from here on, until the store has tried again. */
    void damage() {
        worker.write(() -> {
            open.maps().abandon();
            return null;
        });
    }

    @Nullable
    String text(MapWriter.Slot slot) throws TimeoutException {
        return await(worker.write(() -> open.maps().map(slot.map()).get(slot.key())));
    }

    <T extends @Nullable Object> T on(Supplier<Future<T>> call) throws TimeoutException {
        return await(start(call));
    }

    /** Runs on the context; answers are to be waited for. */
    <T extends @Nullable Object> Future<T> start(Supplier<Future<T>> call) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(turn -> call.get().onComplete(promise));
        return promise.future();
    }

    static <T extends @Nullable Object> T await(Future<T> answer) throws TimeoutException {
        return answer.await(10, TimeUnit.SECONDS);
    }
}
