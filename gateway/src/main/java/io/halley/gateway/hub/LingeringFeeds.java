package io.halley.gateway.hub;

import io.halley.shared.event.Channel;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The feeds that nobody reads, which stay for a while, because polls come back. Confined to the hub's loop. */
final class LingeringFeeds {

    /** Long-polls that spread over gateways come back within this time, and find the feed still there. */
    static final int LONGEST_SECONDS = 120;

    private final ToLongFunction<Channel> end;
    /** With the second in which the last one left, the oldest first. */
    private final Map<Channel, Long> since = new LinkedHashMap<>();

    private long seconds;

    /** Takes what ends the feed of a channel, and answers how many bytes that frees. */
    LingeringFeeds(ToLongFunction<Channel> end) {
        this.end = end;
    }

    /** The last one has left. */
    void add(Channel channel) {
        since.put(channel, seconds);
    }

    /** Somebody reads it again. */
    void remove(Channel channel) {
        since.remove(channel);
    }

    /** A second has passed: ends those of long ago, and the oldest of the others until so many bytes are free. */
    void tick(long excess) {
        seconds++;
        end(excess, LONGEST_SECONDS);
    }

    /** Ends the oldest until so many bytes are free. */
    void makeRoom(long excess) {
        end(excess, Long.MAX_VALUE);
    }

    private void end(long excess, long longest) {
        long left = excess;
        Iterator<Map.Entry<Channel, Long>> oldestFirst = since.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Map.Entry<Channel, Long> entry = oldestFirst.next();
            if (left <= 0 && seconds - entry.getValue() < longest) {
                break;
            }
            oldestFirst.remove();
            left -= end.applyAsLong(entry.getKey());
        }
    }

    void clear() {
        since.clear();
    }
}
