package io.halley.gateway.hub;

import io.halley.gateway.subscription.Subscriber;
import io.halley.gateway.subscription.Subscribing;
import io.halley.gateway.subscription.Subscription;
import io.halley.gateway.subscription.Subscriptions;
import io.halley.shared.bus.InboxNotice;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Everything that is read on one event loop: the feeds, and the turns in which they reach their subscribers. Confined to
 * that loop.
 */
public final class Hub implements Subscriptions, Subscribing {

    /** What one feed remembers. */
    static final long TAIL_BYTES = 256 * 1024;

    /** What a feed takes beside that, roughly: anyone may have one made by asking for a public channel. */
    static final long FEED_BYTES = 2 * 1024;

    /** What all feeds of one event loop take; above it, first the feeds that nobody reads go, then memory. */
    private static final long ALL_FEEDS_BYTES = 64L * 1024 * 1024;

    /** What a subscriber takes, roughly. */
    private static final long SUBSCRIBER_BYTES = 256;

    /** What feeds and subscribers of one event loop may take: a quarter of the heap for all loops. */
    private static final long ROOM_BYTES =
            Runtime.getRuntime().maxMemory() / 4 / Runtime.getRuntime().availableProcessors();

    private static final Logger LOG = System.getLogger(Hub.class.getName());

    private final EventBus bus;
    private final StoreClient store;
    private final String name = UUID.randomUUID().toString();
    private final HubMeters meters;
    private final HubListener listener;
    private final Turn turn;
    private final Replay replay;
    private final AfterWrite after;
    private final Map<Channel, Feed> feeds = new HashMap<>();
    private final InboxNews inboxNews = new InboxNews(this, feeds::get);
    private final LingeringFeeds lingering = new LingeringFeeds(this::end);
    private Set<Subscription> retrying = new LinkedHashSet<>();
    private long subscribers;

    /** Takes the loop's context. */
    public Hub(Vertx vertx, Context context, StoreClient store, MeterRegistry registry, HubListener listener) {
        this.bus = vertx.eventBus();
        this.store = store;
        this.meters = new HubMeters(registry);
        this.listener = listener;
        this.replay = new Replay(subscriber -> feed(subscriber.channel()), this::mark, inboxNews::tell, this::retry);
        this.after = new AfterWrite(replay, inboxNews, listener);
        this.turn = new Turn(context, after, meters);
    }

    /** Feeds that nobody reads make room, the oldest first. */
    @Override
    public boolean hasRoom(int channels) {
        long wanted = taken() + channels * (FEED_BYTES + SUBSCRIBER_BYTES);
        if (wanted > ROOM_BYTES) {
            lingering.makeRoom(wanted - ROOM_BYTES);
            wanted = taken() + channels * (FEED_BYTES + SUBSCRIBER_BYTES);
        }
        return wanted <= ROOM_BYTES;
    }

    private long taken() {
        return feeds.size() * FEED_BYTES + subscribers * SUBSCRIBER_BYTES;
    }

    @Override
    public void open(Subscription subscription) {
        enter(subscription.subscribers());
        replay.goOn(subscription);
        if (subscription.subscribers().stream()
                .anyMatch(subscriber -> feed(subscriber.channel()).isAway())) {
            storeAway(subscription);
        }
    }

    private void enter(List<Subscriber> added) {
        subscribers += added.size();
        for (Subscriber subscriber : added) {
            Channel channel = subscriber.channel();
            lingering.remove(channel);
            Audience audience = feed(channel).audience();
            audience.add(subscriber);
            listener.counted(channel, audience.size());
        }
    }

    @Override
    public Future<List<Subscriber>> subscribe(Subscription subscription, List<Channel> channels, Cursor cursor) {
        List<Subscriber> added = subscription.add(channels, cursor);
        enter(added);
        Future<Void> started = subscription.whenStarted();
        replay.goOn(subscription);
        return started.map(added);
    }

    @Override
    public void unsubscribe(Subscription subscription, List<Channel> channels) {
        for (Channel channel : channels) {
            Subscriber subscriber = subscription.of(channel);
            if (subscriber != null) {
                subscription.remove(subscriber);
                leave(subscriber);
            }
        }
        // it may have been the last whose start was not known, or that had not caught up
        replay.goOn(subscription);
    }

    @Override
    public void resume(Subscription subscription) {
        if (subscription.isInboxDue()) {
            inboxNews.tell(subscription);
        }
        replay.goOn(subscription);
    }

    @Override
    public void close(Subscription subscription) {
        if (subscription.isClosed()) {
            return;
        }
        subscription.close();
        retrying.remove(subscription);
        subscription.subscribers().forEach(this::leave);
    }

    private void leave(Subscriber subscriber) {
        if (subscriber.isGone()) {
            // it never came
            return;
        }
        subscribers--;
        Channel channel = subscriber.channel();
        Feed feed = feeds.get(channel);
        if (feed == null) {
            return;
        }
        feed.audience().remove(subscriber);
        listener.counted(channel, feed.audience().size());
        if (feed.audience().size() == 0) {
            lingering.add(channel);
        }
    }

    /** A second has passed. */
    public void tick() {
        Set<Subscription> again = retrying;
        retrying = new LinkedHashSet<>();
        again.forEach(this::resume);
        inboxNews.tick();
        long tails = 0;
        for (Feed feed : feeds.values()) {
            feed.tick();
            tails += feed.bytes();
        }
        lingering.tick(tails + FEED_BYTES * feeds.size() - ALL_FEEDS_BYTES);
        if (tails > ALL_FEEDS_BYTES) {
            feeds.values().forEach(Feed::forget);
        }
    }

    /** Ends all feeds; what is still subscribed is not served any more. */
    public void close() {
        feeds.values().forEach(Feed::close);
        feeds.clear();
        lingering.clear();
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

    private Feed feed(Channel channel) {
        Feed feed = feeds.get(channel);
        if (feed == null) {
            feed = channel.isEphemeral() ? new ClockFeed(this) : new ChannelFeed(channel, this);
            feeds.put(channel, feed);
        }
        return feed;
    }

    /** How many channels are followed here. */
    public int feedCount() {
        return feeds.size();
    }

    /** How many events were written, each once per connection. */
    public long eventsWritten() {
        return after.events();
    }

    /** What a user's own channel says beside its events: heard when what came before it is written. */
    void noticed(Channel channel, InboxNotice notice) {
        turn.afterwards(() -> inboxNews.noticed(channel, notice));
    }

    InboxNews inboxNews() {
        return inboxNews;
    }

    void mark(Feed feed) {
        turn.mark(feed);
    }

    @Override
    public void mark(Subscription subscription) {
        turn.mark(subscription);
    }

    /** Its read failed: it is told, and tries again with the next tick. */
    private void retry(Subscription subscription) {
        storeAway(subscription);
        if (!subscription.isClosed()) {
            retrying.add(subscription);
        }
    }

    void storeAway(Subscription subscription) {
        if (!subscription.isClosed()) {
            subscription.connection().storeAway();
        }
    }

    void unfollow(Channel channel) {
        store.unfollow(channel, name)
                .onFailure(failure -> LOG.log(Level.WARNING, "unfollow " + channel + ": " + failure.getMessage()));
    }

    /** Names this hub among the followers of a channel. */
    String name() {
        return name;
    }

    EventBus bus() {
        return bus;
    }

    StoreClient store() {
        return store;
    }

    HubMeters meters() {
        return meters;
    }
}
