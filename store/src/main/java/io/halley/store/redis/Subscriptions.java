package io.halley.store.redis;

import io.halley.shared.bus.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that listens: it is never sent anything but SUBSCRIBE and UNSUBSCRIBE, because a push that comes
 * before another command's answer would be taken for it. What is wanted is kept, and asked for again on every new
 * connection, a chunk at a time. Confined to the store's context.
 */
final class Subscriptions implements Link.User {

    /** Addresses in one SUBSCRIBE; the next is sent when these are in force. */
    private static final int CHUNK = 500;

    private final Runnable resumed;
    private final Map<String, Wanted> wanted = new HashMap<>();
    private @Nullable Connection connection;
    private @Nullable String lastOfChunk;
    private Runnable afterChunk = () -> {};

    /** Runs {@code resumed} when all that was wanted is in force again after a time in which it may not have been. */
    Subscriptions(Runnable resumed) {
        this.resumed = resumed;
    }

    private record Wanted(Consumer<String> listener, Promise<Void> inForce) {}

    /**
     * Has messages that are published at an address passed on; completes once Redis confirmed it, not when it was sent.
     * Fails, and forgets it, if the connection is lost before. An address is subscribed once at a time.
     */
    Future<Void> subscribe(String address, Consumer<String> listener) {
        if (connection == null) {
            return Future.failedFuture(new StoreException("Redis is away"));
        }
        Wanted fresh = new Wanted(listener, Promise.promise());
        wanted.put(address, fresh);
        send(Command.SUBSCRIBE, List.of(address));
        return fresh.inForce.future();
    }

    /** Asked for now, or on the next connection, and kept whatever happens. */
    void keep(String address, Consumer<String> listener) {
        Wanted fresh = new Wanted(listener, Promise.promise());
        fresh.inForce.complete();
        wanted.put(address, fresh);
        send(Command.SUBSCRIBE, List.of(address));
    }

    void unsubscribe(String address) {
        if (wanted.remove(address) != null) {
            send(Command.UNSUBSCRIBE, List.of(address));
        }
    }

    @Override
    public void up(Connection fresh) {
        connection = fresh;
        fresh.onPush(push -> received(fresh, push));
        resume(fresh, new ArrayList<>(wanted.keySet()).iterator());
    }

    @Override
    public void down() {
        connection = null;
        List<Promise<Void>> unconfirmed = new ArrayList<>();
        wanted.values().removeIf(entry -> !entry.inForce.future().isComplete() && unconfirmed.add(entry.inForce));
        StoreException lost = new StoreException("the connection to Redis was lost");
        unconfirmed.forEach(promise -> promise.tryFail(lost));
    }

    /** The next chunk, once the one before is in force. */
    private void resume(Connection on, Iterator<String> addresses) {
        List<String> chunk = new ArrayList<>();
        while (addresses.hasNext() && chunk.size() < CHUNK) {
            String address = addresses.next();
            if (wanted.containsKey(address)) {
                chunk.add(address);
            }
        }
        if (chunk.isEmpty()) {
            resumed.run();
            return;
        }
        lastOfChunk = chunk.get(chunk.size() - 1);
        afterChunk = () -> resume(on, addresses);
        send(Command.SUBSCRIBE, chunk);
    }

    private void received(Connection from, Response push) {
        if (from != connection || push.size() < 3) {
            return;
        }
        String address = String.valueOf(push.get(1));
        switch (String.valueOf(push.get(0))) {
            case "message" -> {
                Wanted entry = wanted.get(address);
                if (entry != null) {
                    entry.listener.accept(String.valueOf(push.get(2)));
                }
            }
            case "subscribe" -> confirmed(address);
            default -> {}
        }
    }

    private void confirmed(String address) {
        Wanted entry = wanted.get(address);
        if (entry != null) {
            entry.inForce.tryComplete();
        }
        if (address.equals(lastOfChunk)) {
            lastOfChunk = null;
            afterChunk.run();
        }
    }

    private void send(Command command, List<String> addresses) {
        if (connection != null) {
            Request request = Request.cmd(command);
            addresses.forEach(request::arg);
            // a failure to write is a failure of the connection, of which its link hears
            connection.send(request);
        }
    }
}
