package io.halley.store.redis;

import io.halley.shared.bus.StoreException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One process's scripts, on a context and a connection of its own; while it is away, on none. */
final class DirectCommands implements Commands {

    private final Context context;
    private final RedisConnection connection;
    private boolean away;

    DirectCommands(Vertx vertx, String url) {
        context = ((VertxInternal) vertx).createEventLoopContext();
        RedisOptions options = new RedisOptions().setConnectionString(url).setMaxWaitingHandlers(100_000);
        connection = on(() -> Redis.createClient(vertx, options).connect());
    }

    /** Runs on the context of the process, and waits. */
    <T extends @Nullable Object> T on(Supplier<Future<T>> call) {
        return start(call).await();
    }

    /** The same, without waiting. */
    <T extends @Nullable Object> Future<T> start(Supplier<Future<T>> call) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(
                turn -> Future.succeededFuture().compose(begun -> call.get()).onComplete(promise));
        return promise.future();
    }

    /** Fails everything from now on, or no longer. */
    void beAway(boolean isAway) {
        on(() -> {
            away = isAway;
            return Future.succeededFuture();
        });
    }

    @Override
    public Future<Response> run(Script script, List<String> keys, List<String> arguments) {
        if (away) {
            return Future.failedFuture(new StoreException("Redis is away"));
        }
        Request request = Request.cmd(Command.EVAL).arg(script.text()).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return connection
                .send(request)
                .recover(failure -> Future.failedFuture(new StoreException(String.valueOf(failure.getMessage()))));
    }
}
