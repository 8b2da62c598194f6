package io.halley.gateway.hub;

import io.halley.gateway.subscription.Inbox;
import io.halley.gateway.subscription.Subscriber;
import io.halley.gateway.subscription.Subscribing;
import io.halley.gateway.subscription.Subscription;
import io.halley.gateway.subscription.Subscriptions;
import io.halley.shared.bus.BoundedReads;
import io.halley.shared.bus.InboxNotice;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Everything that is read on one event loop: the feeds, and the turns in which they reach their subscribers. Confined to
 * that loop.
 */
public final class Hub implements Subscriptions, Subscribing {

    private final Vertx vertx;
    private final Upstream upstream;
    private final HubMeters meters;
    private final Feeds feeds;
    private final InboxNews inboxNews;
    private final Replay replay;
    private final AfterWrite after;
    private final Turn turn;
    private Set<Subscription> retrying = new LinkedHashSet<>();

    /**
     * Takes the loop's context.
     *
     * @param wrote is told with each write about how many bytes it had
     */
    public Hub(
            Vertx vertx,
            Context context,
            StoreClient store,
            BoundedReads reads,
            MeterRegistry registry,
            HubListener listener,
            LongConsumer wrote) {
        this.vertx = vertx;
        this.meters = new HubMeters(registry);
        this.upstream = new Upstream(vertx.eventBus(), store, reads, meters);
        this.feeds = new Feeds(this::feed, listener);
        this.inboxNews = new InboxNews(this, feeds, upstream);
        this.replay = new Replay(feeds, this::mark, inboxNews::tell, this::retry);
        this.after = new AfterWrite(replay, inboxNews, listener, wrote);
        this.turn = new Turn(context, after, meters);
    }

    private Feed feed(Channel channel) {
        return channel.isEphemeral() ? new ClockFeed(this, vertx) : new ChannelFeed(channel, this, upstream, meters);
    }

    @Override
    public boolean hasRoom(int channels) {
        return feeds.hasRoom(channels);
    }

    @Override
    public void open(Subscription subscription) {
        subscription.subscribers().forEach(feeds::enter);
        replay.goOn(subscription);
        if (subscription.subscribers().stream()
                .anyMatch(subscriber -> feeds.of(subscriber.channel()).isAway())) {
            storeAway(subscription);
        }
    }

    @Override
    public Future<List<Subscriber>> subscribe(Subscription subscription, List<Channel> channels, Cursor cursor) {
        List<Subscriber> added = subscription.add(channels, cursor);
        added.forEach(feeds::enter);
        Future<Void> started = subscription.whenStarted();
        replay.goOn(subscription);
        return started.map(added);
    }

    @Override
    public void unsubscribe(Subscription subscription, List<Channel> channels) {
        for (Channel channel : channels) {
            Subscriber subscriber = subscription.subscribers().of(channel);
            if (subscriber != null) {
                subscription.remove(subscriber);
                feeds.leave(subscriber);
            }
        }
        // it may have been the last whose start was not known, or that had not caught up
        replay.goOn(subscription);
    }

    @Override
    public void resume(Subscription subscription) {
        Inbox inbox = subscription.inbox();
        if (inbox != null && inbox.isDue()) {
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
        subscription.subscribers().forEach(feeds::leave);
    }

    /** A second has passed. */
    public void tick() {
        Set<Subscription> again = retrying;
        retrying = new LinkedHashSet<>();
        again.forEach(this::resume);
        inboxNews.tick();
        feeds.tick();
    }

    /** Ends all feeds; what is still subscribed is not served any more. */
    public void close() {
        feeds.close();
    }

    /** How many channels are followed here. */
    public int feedCount() {
        return feeds.size();
    }

    /** How many events were written, each once per connection. */
    public long eventsWritten() {
        return after.events();
    }

    /** A channel is followed from here on: what was marked as read before, nobody here may have heard of. */
    void followed(Channel channel) {
        inboxNews.unsure(channel);
    }

    /** What a user's own channel says beside its events: heard when what came before it is written. */
    void noticed(Channel channel, InboxNotice notice) {
        turn.afterwards(() -> inboxNews.noticed(channel, notice));
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
}
