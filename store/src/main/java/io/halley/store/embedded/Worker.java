package io.halley.store.embedded;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * The threads that may block: one that writes, in order, and a few that read. Nothing interrupts them while they work:
 * that would close the files. Answers come back on the caller's context.
 */
final class Worker {

    private static final int READERS = 4;
    private static final long PATIENCE_S = 60;

    private final WorkerExecutor writer;
    private final WorkerExecutor readers;

    Worker(Vertx vertx) {
        String name = UUID.randomUUID().toString().substring(0, 8);
        this.writer = vertx.createSharedWorkerExecutor("halley-writer-" + name, 1, PATIENCE_S, TimeUnit.SECONDS);
        this.readers = vertx.createSharedWorkerExecutor("halley-reader-" + name, READERS, PATIENCE_S, TimeUnit.SECONDS);
    }

    /** Runs on the writer's thread, after everything given to it before. */
    <T> Future<T> write(Callable<T> work) {
        return writer.executeBlocking(work, false);
    }

    /** Runs on one of the readers' threads. */
    <T> Future<T> read(Callable<T> work) {
        return readers.executeBlocking(work, false);
    }

    /** To be called when nothing is running. */
    Future<Void> close() {
        return writer.close().eventually(readers::close);
    }
}
