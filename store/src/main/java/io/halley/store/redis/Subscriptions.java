package io.halley.store.redis;

import io.halley.shared.bus.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that listens: it is never sent anything but SUBSCRIBE and UNSUBSCRIBE, because a push that comes
 * before another command's answer would be taken for it. What is wanted is kept, and asked for again on every new
 * connection, a chunk at a time. Redis confirms each address, in the order in which it was asked; one that it does not
 * confirm in time ends the connection. Confined to the store's context.
 */
final class Subscriptions implements Link.User {

    /** Addresses in one SUBSCRIBE; the next is sent when these are in force. */
    private static final int CHUNK = 500;

    private final Vertx vertx;
    private final Runnable resumed;
    /** In order, so that those that are kept come first. */
    private final Map<String, Consumer<String>> wanted = new LinkedHashMap<>();

    private final ArrayDeque<Sent> sent = new ArrayDeque<>();
    private @Nullable Link link;
    private @Nullable Connection connection;
    private @Nullable Lookout lookout;

    /** Runs {@code resumed} when all that was wanted is in force on a new connection. */
    Subscriptions(Vertx vertx, Runnable resumed) {
        this.vertx = vertx;
        this.resumed = resumed;
    }

    /** A command on its way. */
    private static final class Sent {
        private final Promise<Void> confirmed = Promise.promise();
        private final long since = System.nanoTime();
        private int addresses;

        Sent(int addresses) {
            this.addresses = addresses;
        }
    }

    /** Tells which link to give up when Redis does not confirm. */
    void on(Link link) {
        this.link = link;
    }

    /**
     * Has messages that are published at an address passed on; completes once Redis confirmed it, not when it was sent.
     * Fails, and forgets it, if the connection is lost before. An address is subscribed once at a time.
     */
    Future<Void> subscribe(String address, Consumer<String> listener) {
        if (connection == null) {
            return Future.failedFuture(new StoreException("Redis is away"));
        }
        wanted.put(address, listener);
        return send(Command.SUBSCRIBE, List.of(address)).onFailure(failure -> wanted.remove(address, listener));
    }

    /** Subscribes on every connection to come. Before the first one. */
    void keep(String address, Consumer<String> listener) {
        wanted.put(address, listener);
    }

    void unsubscribe(String address) {
        if (wanted.remove(address) != null && connection != null) {
            send(Command.UNSUBSCRIBE, List.of(address));
        }
    }

    @Override
    public void up(Connection fresh) {
        connection = fresh;
        fresh.onPush(push -> received(fresh, push), this::reset);
        lookout = new Lookout(vertx, this::look);
        resume(new ArrayList<>(wanted.keySet()).iterator());
    }

    @Override
    public void down() {
        connection = null;
        if (lookout != null) {
            lookout.end();
        }
        StoreException lost = new StoreException("the connection to Redis was lost");
        for (Sent command = sent.poll(); command != null; command = sent.poll()) {
            command.confirmed.fail(lost);
        }
    }

    /** The next chunk, once the one before is in force. */
    private void resume(Iterator<String> addresses) {
        List<String> chunk = new ArrayList<>();
        while (addresses.hasNext() && chunk.size() < CHUNK) {
            String address = addresses.next();
            if (wanted.containsKey(address)) {
                chunk.add(address);
            }
        }
        if (chunk.isEmpty()) {
            resumed.run();
        } else {
            send(Command.SUBSCRIBE, chunk).onSuccess(inForce -> resume(addresses));
        }
    }

    private void received(Connection from, Response push) {
        if (from != connection || push.size() < 3) {
            return;
        }
        switch (String.valueOf(push.get(0))) {
            case "message" -> {
                Consumer<String> listener = wanted.get(String.valueOf(push.get(1)));
                if (listener != null) {
                    listener.accept(String.valueOf(push.get(2)));
                }
            }
            case "subscribe", "unsubscribe" -> confirmed();
            default -> {}
        }
    }

    private void confirmed() {
        Sent command = sent.peek();
        if (command != null && --command.addresses == 0) {
            sent.remove();
            command.confirmed.complete();
        }
    }

    private Future<Void> send(Command command, List<String> addresses) {
        Sent entry = new Sent(addresses.size());
        sent.add(entry);
        Request request = Request.cmd(command);
        addresses.forEach(request::arg);
        if (connection != null) {
            // a failure to write is a failure of the connection, of which its link hears
            connection.send(request);
        }
        return entry.confirmed.future();
    }

    private void look() {
        Sent oldest = sent.peek();
        if (oldest != null && System.nanoTime() - oldest.since > TimeUnit.MILLISECONDS.toNanos(Connector.PATIENCE_MS)) {
            reset("it does not confirm what is subscribed");
        }
    }

    private void reset(String reason) {
        if (link != null) {
            link.reset(reason);
        }
    }
}
