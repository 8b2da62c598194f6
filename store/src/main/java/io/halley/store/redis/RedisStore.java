package io.halley.store.redis;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.ChannelInfo;
import io.halley.shared.bus.Page;
import io.halley.shared.bus.StoreException;
import io.halley.shared.config.StoreConfig;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.event.UserId;
import io.halley.shared.runtime.Health;
import io.halley.store.spi.ChannelDirectory;
import io.halley.store.spi.EventStore;
import io.halley.store.spi.GatewayDirectory;
import io.halley.store.spi.InboxStore;
import io.halley.store.spi.LeaseTimes;
import io.halley.store.spi.Notices;
import io.halley.store.spi.PresenceStore;
import io.halley.store.spi.SubscriberDirectory;
import io.halley.store.spi.UserDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that any number of processes share. While Redis is away every call fails at once, and {@link Health} says why;
 * when it is back, whoever follows is unsure.
 */
public final class RedisStore implements EventStore, ChannelDirectory {

    private static final System.Logger LOG = System.getLogger(RedisStore.class.getName());

    private final int database;
    private final Notices notices;
    private final Links links;
    private final RedisLog log;
    private final RedisDirectory directory;
    private final RedisUsers users;
    private final RedisPresence presence;
    private final RedisInboxes inboxes;
    private final RedisSubscribers subscribers;
    private final RedisGateways gateways;
    private final Meters meters;
    private boolean closed;

    private RedisStore(
            Vertx vertx,
            StoreConfig config,
            Notices notices,
            Health health,
            MeterRegistry registry,
            LeaseTimes leaseTimes) {
        this.database = config.redis().database();
        this.notices = notices;
        this.meters = new Meters(registry);
        this.links = new Links(vertx, config.redis(), new Condition(health), meters, notices::unsure);
        this.log = new RedisLog(links.commands(), config);
        this.directory = new RedisDirectory(links.commands());
        this.users = new RedisUsers(links.commands());
        this.presence = new RedisPresence(vertx, links.commands(), log, leaseTimes, this::told);
        this.inboxes = new RedisInboxes(links.commands(), database);
        this.subscribers = new RedisSubscribers(vertx, links.commands());
        this.gateways = new RedisGateways(vertx, links.commands());
        meters.watch(links);
    }

    /**
     * Opens it, whether Redis can be reached or not: it is tried again until it can. Fails with {@link
     * io.halley.shared.runtime.StartException} if it answers and is too old, or refuses the password. Called on the context
     * that the store then belongs to.
     */
    public static Future<RedisStore> open(
            Vertx vertx, StoreConfig config, Notices notices, Health health, MeterRegistry registry) {
        return open(vertx, config, notices, health, registry, LeaseTimes.USUAL);
    }

    /** With times of its own for presence, for tests. */
    static Future<RedisStore> open(
            Vertx vertx,
            StoreConfig config,
            Notices notices,
            Health health,
            MeterRegistry registry,
            LeaseTimes leaseTimes) {
        RedisStore store = new RedisStore(vertx, config, notices, health, registry, leaseTimes);
        return store.links.open().map(store).onFailure(failure -> store.close());
    }

    /** Who was ever here. */
    public UserDirectory users() {
        return users;
    }

    /** Who is online. */
    public PresenceStore presence() {
        return presence;
    }

    /** What each user has read. */
    public InboxStore inboxes() {
        return inboxes;
    }

    /** How many subscribers channels have, over all processes. */
    public SubscriberDirectory subscribers() {
        return subscribers;
    }

    /** What the gateways of all processes do. */
    public GatewayDirectory gateways() {
        return gateways;
    }

    @Override
    public Future<List<AppendOutcome>> append(List<EventDraft> drafts) {
        return unlessClosed(() -> log.append(drafts))
                .onSuccess(outcomes -> appended(drafts.get(0).channel(), outcomes))
                .onFailure(failure -> meters.failed());
    }

    @Override
    public Future<Backlog> read(Channel channel, Position from, ReadLimit limit) {
        return unlessClosed(() -> log.read(channel, from, limit));
    }

    /** The head is read only when the subscription is in force, so that nothing falls in between. */
    @Override
    public Future<EventId> follow(Channel channel) {
        String address = Keys.notices(database, channel);
        return unlessClosed(() -> links.subscriptions()
                        .subscribe(address, text -> noticed(channel, text))
                        .compose(inForce -> log.head(channel)))
                .onFailure(failure -> links.subscriptions().unsubscribe(address));
    }

    @Override
    public Future<Void> unfollow(Channel channel) {
        links.subscriptions().unsubscribe(Keys.notices(database, channel));
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<ChannelInfo>> describe(Channel channel) {
        return unlessClosed(() -> directory.describe(channel));
    }

    @Override
    public Future<Page<ChannelInfo>> list(String prefix, @Nullable String after, int limit) {
        return unlessClosed(() -> directory.list(prefix, after, limit));
    }

    @Override
    public Future<Boolean> delete(Channel channel) {
        return unlessClosed(() -> log.delete(channel));
    }

    @Override
    public Future<Void> close() {
        closed = true;
        presence.close();
        subscribers.close();
        gateways.close();
        return links.close();
    }

    private void told(List<AppendOutcome> joinsAndLeaves) {
        appended(Channel.PRESENCE, joinsAndLeaves);
    }

    private void appended(Channel channel, List<AppendOutcome> outcomes) {
        directory.appended(channel, outcomes);
        meters.appended(outcomes);
    }

    private void noticed(Channel channel, String text) {
        try {
            UserId user = channel.user();
            if (user != null && text.startsWith(RedisInboxes.NOTICE)) {
                notices.read(channel, RedisInboxes.notice(user, text));
            } else {
                notices.moved(NoticeText.parse(channel, text));
            }
        } catch (IllegalArgumentException e) {
            LOG.log(Level.WARNING, "a notice of {0} can''t be read: {1}", channel, e.getMessage());
            notices.unsure(channel);
        }
    }

    private <T> Future<T> unlessClosed(Supplier<Future<T>> action) {
        return closed ? Future.failedFuture(new StoreException("the store is closed")) : action.get();
    }
}
