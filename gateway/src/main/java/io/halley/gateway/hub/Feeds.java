package io.halley.gateway.hub;

import io.halley.gateway.subscription.Subscriber;
import io.halley.shared.config.Machine;
import io.halley.shared.event.Channel;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The feeds of one event loop, each made when it is first asked for, and the memory that they and their subscribers take.
 * Confined to that loop.
 */
final class Feeds {

    /** What a feed takes beside what it remembers, roughly: anyone may have one made by asking for a public channel. */
    private static final long FEED_BYTES = 2 * 1024;

    /** What all feeds of one event loop take; above it, first the feeds that nobody reads go, then memory. */
    private static final long ALL_FEEDS_BYTES = 64L * 1024 * 1024;

    /** What a subscriber takes, roughly. */
    private static final long SUBSCRIBER_BYTES = 256;

    /** What feeds and subscribers of one event loop may take: a quarter of the heap for all loops. */
    private static final long ROOM_BYTES = Machine.heapOfEachLoop(4);

    private final Function<Channel, Feed> maker;
    private final HubListener listener;
    private final Map<Channel, Feed> feeds = new HashMap<>();
    private final LingeringFeeds lingering = new LingeringFeeds(this::end);
    private long subscribers;

    /** Takes how a feed is made, and whom to tell how many subscribers each has. */
    Feeds(Function<Channel, Feed> maker, HubListener listener) {
        this.maker = maker;
        this.listener = listener;
    }

    /** That of a channel. */
    Feed of(Channel channel) {
        Feed feed = feeds.get(channel);
        if (feed == null) {
            feed = maker.apply(channel);
            feeds.put(channel, feed);
        }
        return feed;
    }

    /** That of a channel; null if there is none. */
    @Nullable
    Feed find(Channel channel) {
        return feeds.get(channel);
    }

    int size() {
        return feeds.size();
    }

    /** Whether there is memory for so many subscribers more; feeds that nobody reads make room, the oldest first. */
    boolean hasRoom(int channels) {
        long wanted = channels * (FEED_BYTES + SUBSCRIBER_BYTES);
        // what they remember is bounded elsewhere, and is not what is missing here
        lingering.makeRoom(() -> taken() + wanted <= ROOM_BYTES);
        return taken() + wanted <= ROOM_BYTES;
    }

    private long taken() {
        return feeds.size() * FEED_BYTES + subscribers * SUBSCRIBER_BYTES;
    }

    /** One comes, and is not live yet. */
    void enter(Subscriber subscriber) {
        subscribers++;
        Channel channel = subscriber.channel();
        lingering.remove(channel);
        Audience audience = of(channel).audience();
        audience.add(subscriber);
        listener.counted(channel, audience.size());
    }

    /** One goes; harmless if it never came. */
    void leave(Subscriber subscriber) {
        if (subscriber.isGone()) {
            return;
        }
        subscribers--;
        Channel channel = subscriber.channel();
        Feed feed = feeds.get(channel);
        if (feed == null) {
            return;
        }
        Audience audience = feed.audience();
        audience.remove(subscriber);
        listener.counted(channel, audience.size());
        if (audience.size() == 0) {
            lingering.add(channel);
        }
    }

    /** A second has passed. */
    void tick() {
        feeds.values().forEach(Feed::tick);
        lingering.tick(remembered() + FEED_BYTES * feeds.size() - ALL_FEEDS_BYTES);
        if (remembered() > ALL_FEEDS_BYTES) {
            feeds.values().forEach(Feed::forget);
        }
    }

    private long remembered() {
        long bytes = 0;
        for (Feed feed : feeds.values()) {
            bytes += feed.bytes();
        }
        return bytes;
    }

    /** Ends the feed of a channel, and answers how many bytes that frees. */
    private long end(Channel channel) {
        Feed feed = feeds.remove(channel);
        if (feed == null) {
            return 0;
        }
        long bytes = FEED_BYTES + feed.bytes();
        feed.close();
        return bytes;
    }

    /** Ends all of them; what is still subscribed is not served any more. */
    void close() {
        feeds.values().forEach(Feed::close);
        feeds.clear();
        lingering.clear();
    }
}
