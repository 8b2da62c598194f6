package io.halley.gateway.classic;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The newest events, by few reads: a crowd that comes back at the same time shares one. Whoever asks while a channel is
 * being read waits for the next read, so that no answer is older than its question: a page that has seen an event must not
 * be told of the one before it.
 */
final class Heads {

    private static final Position NEWEST = new Position.Last(2);
    private static final ReadLimit TWO = new ReadLimit(2, 256 * 1024);

    private final Log log;
    private final Set<Channel> reading = new HashSet<>();
    private final Map<Channel, Promise<Optional<Newest>>> next = new HashMap<>();

    Heads(Log log) {
        this.log = log;
    }

    /** The newest of a channel; empty if none is retained. */
    Future<Optional<Newest>> of(Channel channel) {
        return reading.add(channel)
                ? read(channel)
                : next.computeIfAbsent(channel, none -> Promise.promise()).future();
    }

    private Future<Optional<Newest>> read(Channel channel) {
        return log.read(channel, NEWEST, TWO).map(Newest::of).onComplete(done -> {
            Promise<Optional<Newest>> waiting = next.remove(channel);
            if (waiting == null) {
                reading.remove(channel);
            } else {
                read(channel).onComplete(waiting);
            }
        });
    }
}
