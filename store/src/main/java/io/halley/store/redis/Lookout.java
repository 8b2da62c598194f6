package io.halley.store.redis;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * Has someone look, four times a second, whether Redis has kept them waiting for too long. Not right after the process
 * stood still, as for a collection of garbage: what came meanwhile has not been read yet, and nobody is to be given up for
 * that. Confined to the store's context.
 */
final class Lookout {

    static final long LOOK_MS = 250;

    private static final long LATE = TimeUnit.MILLISECONDS.toNanos(2 * LOOK_MS);
    private static final long TO_READ = TimeUnit.MILLISECONDS.toNanos(LOOK_MS);

    private final Vertx vertx;
    private final Runnable look;
    private final long timer;
    private long last = System.nanoTime();
    private long late = last - TO_READ;

    /** Begins at once. */
    Lookout(Vertx vertx, Runnable look) {
        this.vertx = vertx;
        this.look = look;
        this.timer = vertx.setPeriodic(LOOK_MS, id -> look());
    }

    void end() {
        vertx.cancelTimer(timer);
    }

    private void look() {
        long now = System.nanoTime();
        if (now - last > LATE) {
            late = now;
        }
        last = now;
        if (now - late >= TO_READ) {
            look.run();
        }
    }
}
