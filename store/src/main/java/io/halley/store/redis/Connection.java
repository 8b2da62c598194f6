package io.halley.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.function.Consumer;

/**
 * One connection that is ready for use. It has a client of its own: a client's pool would hand out again what was given
 * up, and only the end of a client is sure to close its sockets.
 */
final class Connection {

    private final Redis client;
    private final RedisConnection connection;
    private final ServerInfo server;

    Connection(Redis client, RedisConnection connection, ServerInfo server) {
        this.client = client;
        this.connection = connection;
        this.server = server;
    }

    ServerInfo server() {
        return server;
    }

    /** Completes with the answer, or for SUBSCRIBE and its like with null once it is written. */
    Future<Response> send(Request request) {
        return connection.send(request);
    }

    /** Has {@code lost} called, once or twice, when the connection is no more. */
    void onLost(Consumer<String> lost) {
        connection.endHandler(ended -> lost.accept("the connection was closed"));
        connection.exceptionHandler(failure -> lost.accept(String.valueOf(failure.getMessage())));
    }

    /** Has every push message passed on, and errors in Redis's words: nobody waits for the answer to a SUBSCRIBE. */
    void onPush(Consumer<Response> push, Consumer<String> error) {
        connection.handler(response -> {
            if (response != null && response.type() == ResponseType.PUSH) {
                push.accept(response);
            } else if (response != null && response.type() == ResponseType.ERROR) {
                error.accept(Refusal.of(response.toString()).words());
            }
        });
    }

    void close() {
        connection.handler(null);
        connection.endHandler(null);
        connection.exceptionHandler(null);
        client.close();
    }
}
