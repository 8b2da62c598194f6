package io.halley.gateway.hub;

import io.halley.shared.event.Channel;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
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
        long left = excess;
        while (!since.isEmpty() && (left > 0 || isOfLongAgo())) {
            left -= endOldest();
        }
    }

    private boolean isOfLongAgo() {
        return seconds - since.values().iterator().next() >= LONGEST_SECONDS;
    }

    /** Ends the oldest until there is room, or none is left. */
    void makeRoom(BooleanSupplier isRoom) {
        while (!since.isEmpty() && !isRoom.getAsBoolean()) {
            endOldest();
        }
    }

    private long endOldest() {
        Iterator<Channel> oldestFirst = since.keySet().iterator();
        Channel oldest = oldestFirst.next();
        oldestFirst.remove();
        return end.applyAsLong(oldest);
    }

    void clear() {
        since.clear();
    }
}
