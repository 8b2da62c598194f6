package io.halley.gateway.classic;

import io.halley.shared.event.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What is read of a channel whoever asks: a crowd that comes back at the same time shares one read. Whoever asks while a
 * channel is being read waits for the next read, so that no answer is older than its question: a page that has seen an
 * event must not be told of the one before it.
 */
final class FreshReads<T> {

    private final Function<Channel, Future<T>> reader;
    private final Set<Channel> reading = new HashSet<>();
    private final Map<Channel, Promise<T>> next = new HashMap<>();

    /** @param reader reads one channel, as often as it is called */
    FreshReads(Function<Channel, Future<T>> reader) {
        this.reader = reader;
    }

    Future<T> of(Channel channel) {
        return reading.add(channel)
                ? read(channel)
                : next.computeIfAbsent(channel, none -> Promise.promise()).future();
    }

    private Future<T> read(Channel channel) {
        return reader.apply(channel).onComplete(done -> {
            Promise<T> waiting = next.remove(channel);
            if (waiting == null) {
                reading.remove(channel);
            } else {
                read(channel).onComplete(waiting);
            }
        });
    }
}
