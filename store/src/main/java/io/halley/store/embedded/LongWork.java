package io.halley.store.embedded;

import io.halley.shared.bus.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Does what consists of many steps on the store's context, so much a turn that others get theirs. One piece of work is done
 * after the other, and what is short and has nothing to wait for at once. A step that throws ends its work, and no other.
 */
final class LongWork {

    private static final System.Logger LOG = System.getLogger(LongWork.class.getName());
    private static final int STEPS_A_TURN = 2_000;
    private static final int MOST_WAITING = 1_000;

    private final Vertx vertx;
    private final ArrayDeque<Work> line = new ArrayDeque<>();

    LongWork(Vertx vertx) {
        this.vertx = vertx;
    }

    private record Work(Iterator<Runnable> steps, Promise<Void> answer) {}

    /** Answers when all steps are done. */
    Future<Void> submit(Iterator<Runnable> steps) {
        if (line.size() >= MOST_WAITING) {
            return Future.failedFuture(new StoreException("the store is busy"));
        }
        Work work = new Work(steps, Promise.promise());
        line.add(work);
        if (line.size() == 1) {
            turn();
        }
        return work.answer.future();
    }

    private void turn() {
        for (int steps = 0; steps < STEPS_A_TURN; steps++) {
            Work work = line.peek();
            if (work == null) {
                return;
            }
            goOn(work);
        }
        if (!line.isEmpty()) {
            vertx.runOnContext(turn -> turn());
        }
    }

    private void goOn(Work work) {
        try {
            if (work.steps.hasNext()) {
                work.steps.next().run();
            } else {
                line.remove();
                work.answer.complete();
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a step failed, and those after it are left out", e);
            line.remove(work);
            work.answer.tryFail(new StoreException("the store could not do all of that"));
        }
    }
}
