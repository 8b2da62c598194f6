package io.halley.store.redis;

import io.halley.shared.bus.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Scripts on their way to Redis, in order. If the oldest is not answered in time the connection is given up, and with it
 * everything that waits. Confined to the store's context.
 */
final class CommandLink implements Commands, Link.User {

    /** Beyond either, commands fail at once. */
    private static final int MOST_IN_FLIGHT = 16_384;

    private static final long MOST_BYTES_IN_FLIGHT = 64L << 20;

    private final Vertx vertx;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable Link link;
    private @Nullable Connection connection;
    private long bytes;
    private @Nullable Lookout lookout;

    CommandLink(Vertx vertx) {
        this.vertx = vertx;
    }

    private record Waiting(Promise<Response> answer, long bytes, long since) {}

    /** Tells which link to give up when Redis does not answer. */
    void on(Link link) {
        this.link = link;
    }

    /** Completes when nothing waits for an answer, which takes no longer than patience lasts. */
    Future<Void> idle() {
        if (waiting.isEmpty()) {
            return Future.succeededFuture();
        }
        Waiting last = waiting.getLast();
        return last.answer.future().transform(answer -> idle());
    }

    int inFlight() {
        return waiting.size();
    }

    @Override
    public Future<Response> run(Script script, List<String> keys, List<String> arguments) {
        if (connection == null) {
            return Future.failedFuture(new StoreException("Redis is away"));
        }
        long size = length(keys) + length(arguments);
        boolean full = waiting.size() >= MOST_IN_FLIGHT || bytes + size > MOST_BYTES_IN_FLIGHT;
        // much to do is no reason to look dead
        if (full && script != Script.PROBE) {
            return Future.failedFuture(new StoreException("too much waits for Redis"));
        }
        Request request = Request.cmd(Command.EVALSHA).arg(script.sha()).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        Waiting entry = new Waiting(Promise.promise(), size, System.nanoTime());
        waiting.add(entry);
        bytes += size;
        connection
                .send(request)
                .onSuccess(answer -> answered(entry).tryComplete(answer))
                .onFailure(failure -> answered(entry).tryFail(refused(failure)));
        return entry.answer.future();
    }

    @Override
    public void up(Connection fresh) {
        connection = fresh;
        lookout = new Lookout(vertx, this::look);
    }

    @Override
    public void down() {
        connection = null;
        if (lookout != null) {
            lookout.end();
        }
        StoreException lost = new StoreException("the connection to Redis was lost");
        for (Waiting entry = waiting.poll(); entry != null; entry = waiting.poll()) {
            bytes -= entry.bytes;
            entry.answer.tryFail(lost);
        }
    }

    private Promise<Response> answered(Waiting entry) {
        // the oldest, unless it was given up before
        if (waiting.remove(entry)) {
            bytes -= entry.bytes;
        }
        return entry.answer;
    }

    private void look() {
        Waiting oldest = waiting.peek();
        if (oldest != null && System.nanoTime() - oldest.since > TimeUnit.MILLISECONDS.toNanos(Connector.PATIENCE_MS)) {
            reset("it does not answer");
        }
    }

    /** What Redis refused, in its own words; those that will not change on this connection end it. */
    private StoreException refused(Throwable failure) {
        if (!(failure instanceof ErrorType)) {
            return new StoreException("the connection to Redis was lost");
        }
        Refusal refusal = Refusal.of(String.valueOf(failure.getMessage()));
        if (refusal.endsConnection()) {
            reset(refusal.words());
        }
        return new StoreException(refusal.words());
    }

    private void reset(String reason) {
        if (link != null) {
            link.reset(reason);
        }
    }

    private static long length(List<String> texts) {
        long length = 0;
        for (String text : texts) {
            length += text.length() + 16;
        }
        return length;
    }
}
