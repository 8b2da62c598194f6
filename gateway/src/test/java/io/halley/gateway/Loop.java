package io.halley.gateway;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** An event loop for tests: what they do runs on it, and they see what had come of it. */
public final class Loop implements AutoCloseable {

    /** For whatever sends and is answered a few times before it is done. */
    private static final int TURNS = 60;

    public final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    public final Context context = vertx.getOrCreateContext();

    /** Makes something on the loop. */
    public <T> T make(Supplier<T> maker) {
        CompletableFuture<T> made = new CompletableFuture<>();
        context.runOnContext(start -> {
            try {
                made.complete(maker.get());
            } catch (RuntimeException | AssertionError e) {
                made.completeExceptionally(e);
            }
        });
        return await(made);
    }

    /** Runs on the loop, and then lets that run until everything that followed has happened. */
    public void run(Runnable act) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(start -> {
            try {
                act.run();
                turns(TURNS, done);
            } catch (RuntimeException | AssertionError e) {
                done.completeExceptionally(e);
            }
        });
        await(done);
    }

    private void turns(int left, CompletableFuture<Void> done) {
        if (left == 0) {
            done.complete(null);
        } else {
            context.runOnContext(next -> turns(left - 1, done));
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(5, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close().toCompletionStage().toCompletableFuture());
    }
}
