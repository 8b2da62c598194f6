package io.halley.store.redis;

import io.halley.shared.event.Channel;
import io.halley.store.spi.SubscriberCounts;
import io.halley.store.spi.SubscriberDirectory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many subscribers channels have, over all processes. Each process keeps its own counts in memory, and a copy in
 * Redis that expires unless it is renewed; a copy that was lost is written anew. Confined to the store's context.
 */
final class RedisSubscribers implements SubscriberDirectory {

    /** Renewed several times in this time, so that one renewal may fail. */
    private static final long HOLD_MS = 60_000;

    private static final int RENEWALS = 6;
    private static final int REPORTED_AT_ONCE = 500;
    private static final int ASKED_AT_ONCE = 100;
    private static final int MOST_CHANGED = 10_000;

    private final Vertx vertx;
    private final Commands commands;
    private final long holdMs;
    private final String process = UUID.randomUUID().toString();
    private final SubscriberCounts counts = new SubscriberCounts();
    /** Channels whose count in Redis may be another one. */
    private final Set<Channel> changed = new LinkedHashSet<>();

    private final long timer;
    private boolean closed;
    private boolean anew = true;
    private long reports;
    private @Nullable Future<Void> writing;

    RedisSubscribers(Vertx vertx, Commands commands) {
        this(vertx, commands, HOLD_MS);
    }

    /** With a time of its own for which counts hold, for tests. */
    RedisSubscribers(Vertx vertx, Commands commands, long holdMs) {
        this.vertx = vertx;
        this.commands = commands;
        this.holdMs = holdMs;
        this.timer = vertx.setPeriodic(holdMs / RENEWALS, id -> renew());
    }

    @Override
    public Future<Void> report(String gateway, Map<Channel, Integer> subscribers) {
        if (subscribers.isEmpty()) {
            return Future.succeededFuture();
        }
        changed.addAll(subscribers.keySet());
        return counts.report(gateway, subscribers).compose(counted -> write());
    }

    @Override
    public Future<Map<Channel, Integer>> of(Collection<Channel> channels) {
        List<Channel> all = List.copyOf(channels);
        List<Future<Void>> chunks = new ArrayList<>();
        Map<Channel, Integer> sums = new HashMap<>();
        for (int from = 0; from < all.size(); from += ASKED_AT_ONCE) {
            List<Channel> chunk = all.subList(from, Math.min(from + ASKED_AT_ONCE, all.size()));
            chunks.add(sum(chunk, sums));
        }
        return Future.all(chunks).map(done -> sums);
    }

    /** Has Redis keep the counts for another while. If it fails, the next time is soon enough. */
    private void renew() {
        if (!counts.channels().isEmpty() || !changed.isEmpty()) {
            write();
        }
    }

    /** Takes the counts of this process back. */
    Future<Void> close() {
        vertx.cancelTimer(timer);
        closed = true;
        if (anew) {
            return Future.succeededFuture();
        }
        anew = true;
        return send(List.of(), 0).mapEmpty();
    }

    /** One write at a time; what is reported meanwhile goes with it. */
    private Future<Void> write() {
        Future<Void> current = writing;
        if (current != null) {
            return current;
        }
        Future<Void> begun = writeOn();
        if (!begun.isComplete()) {
            writing = begun;
            begun.onComplete(done -> writing = null);
        }
        return begun;
    }

    private Future<Void> writeOn() {
        if (closed) {
            return Future.succeededFuture();
        }
        List<Channel> chunk = changed.stream().limit(REPORTED_AT_ONCE).toList();
        chunk.forEach(changed::remove);
        return send(chunk, holdMs).onFailure(failure -> keep(chunk)).compose(answer -> {
            anew = answer.toString().equals("0");
            if (anew) {
                changed.clear();
                changed.addAll(counts.channels());
            }
            return anew || !changed.isEmpty() ? writeOn() : Future.succeededFuture();
        });
    }

    /** For the next time; after a long outage that is all there is now, and not all that ever was. */
    private void keep(List<Channel> chunk) {
        changed.addAll(chunk);
        if (changed.size() > MOST_CHANGED) {
            anew = true;
            changed.clear();
            changed.addAll(counts.channels());
        }
    }

    private Future<Response> send(List<Channel> channels, long forMs) {
        List<String> arguments = new ArrayList<>();
        arguments.add(process);
        arguments.add(Long.toString(++reports));
        arguments.add(Long.toString(forMs));
        arguments.add(anew ? "1" : "0");
        for (Channel channel : channels) {
            arguments.add(channel.name());
            arguments.add(Integer.toString(counts.of(channel)));
        }
        List<String> keys = List.of(Keys.SUBSCRIBER_PROCESSES, Keys.SUBSCRIBERS_OF + process);
        return commands.run(Script.SUBSCRIBERS_REPORT, keys, arguments);
    }

    private Future<Void> sum(List<Channel> channels, Map<Channel, Integer> sums) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Keys.SUBSCRIBERS_OF);
        channels.forEach(channel -> arguments.add(channel.name()));
        return commands.run(Script.SUBSCRIBERS_COUNT, List.of(Keys.SUBSCRIBER_PROCESSES), arguments)
                .onSuccess(answer -> {
                    for (int i = 0; i < channels.size(); i++) {
                        sums.put(channels.get(i), Integer.parseInt(answer.get(i).toString()));
                    }
                })
                .mapEmpty();
    }
}
