package io.halley.publisher;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.IntFunction;

/**
 * Runs numbered tasks side by side, a bounded number at a time. After the first failure it starts no more: it means
 * that the store is away, and each further task would only wait in vain. Confined to one event loop.
 */
final class Lanes {

    /** Enough to fill a group commit of the store, few enough to leave room for others. */
    static final int AT_ONCE = 32;

    private final int count;
    private final IntFunction<Future<?>> task;
    private final Promise<Void> done = Promise.promise();
    private int next;
    private int running;
    private boolean failed;

    private Lanes(int count, IntFunction<Future<?>> task) {
        this.count = count;
        this.task = task;
    }

    /**
     * Runs the tasks 0 to {@code count - 1}, begun in this order.
     *
     * @param task must not complete before it returns
     * @return completed when all tasks that were begun have ended, whether well or not
     */
    static Future<Void> run(int count, IntFunction<Future<?>> task) {
        Lanes lanes = new Lanes(count, task);
        lanes.running = Math.max(1, Math.min(AT_ONCE, count));
        for (int lane = lanes.running; lane > 0; lane--) {
            lanes.advance();
        }
        return lanes.done.future();
    }

    private void advance() {
        if (next < count && !failed) {
            task.apply(next++).onComplete(ended -> {
                failed |= ended.failed();
                advance();
            });
        } else if (--running == 0) {
            done.complete();
        }
    }
}
