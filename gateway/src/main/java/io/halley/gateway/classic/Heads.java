package io.halley.gateway.classic;

import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
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

    private static final Position LAST = new Position.Last(1);
    private static final ReadLimit ONE = new ReadLimit(1, 1);

    private final Log log;
    private final Set<Channel> reading = new HashSet<>();
    private final Map<Channel, Promise<Optional<Event>>> next = new HashMap<>();

    Heads(Log log) {
        this.log = log;
    }

    /** The newest event of a channel; empty if none is retained. */
    Future<Optional<Event>> of(Channel channel) {
        return reading.add(channel)
                ? read(channel)
                : next.computeIfAbsent(channel, none -> Promise.promise()).future();
    }

    private Future<Optional<Event>> read(Channel channel) {
        return log.read(channel, LAST, ONE).map(Heads::newest).onComplete(done -> {
            Promise<Optional<Event>> waiting = next.remove(channel);
            if (waiting == null) {
                reading.remove(channel);
            } else {
                read(channel).onComplete(waiting);
            }
        });
    }

    private static Optional<Event> newest(Backlog backlog) {
        return backlog.events().isEmpty()
                ? Optional.empty()
                : Optional.of(backlog.events().get(backlog.events().size() - 1));
    }
}
