package io.halley.store;

import io.halley.store.embedded.EmbeddedStore;
import io.halley.store.redis.RedisStore;
import io.halley.store.spi.ChannelDirectory;
import io.halley.store.spi.EventStore;
import io.halley.store.spi.GatewayDirectory;
import io.halley.store.spi.GatewaySums;
import io.halley.store.spi.InboxStore;
import io.halley.store.spi.Notices;
import io.halley.store.spi.PresenceStore;
import io.halley.store.spi.SubscriberCounts;
import io.halley.store.spi.SubscriberDirectory;
import io.halley.store.spi.UserDirectory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** What is behind the verticle. */
record Backend(
        EventStore events,
        ChannelDirectory channels,
        UserDirectory users,
        InboxStore inboxes,
        PresenceStore presence,
        SubscriberDirectory subscribers,
        GatewayDirectory gateways) {

    static Backend of(EmbeddedStore store) {
        return new Backend(
                store,
                store.channels(),
                store.users(),
                store.inboxes(),
                store.presence(),
                new SubscriberCounts(),
                new GatewaySums());
    }

    static Backend of(RedisStore store) {
        return new Backend(
                store, store, store.users(), store.inboxes(), store.presence(), store.subscribers(), store.gateways());
    }

    /** Opens one, on the context of the verticle. */
    interface Opening {
        Future<Backend> open(Vertx vertx, Notices notices);
    }
}
