package io.halley.gateway.hub;

import io.halley.gateway.framing.Frame;
import io.halley.shared.bus.Addresses;
import io.halley.shared.bus.BoundedReads;
import io.halley.shared.bus.InboxState;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.event.UserId;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;

/** Where a hub has its events from: the bus, and the store that has it carry channels. Confined to the hub's loop. */
final class Upstream {

    private static final Logger LOG = System.getLogger(Upstream.class.getName());

    private final EventBus bus;
    private final StoreClient store;
    private final BoundedReads reads;
    private final HubMeters meters;
    /** Names this hub among the followers of a channel. */
    private final String name = UUID.randomUUID().toString();

    Upstream(EventBus bus, StoreClient store, BoundedReads reads, HubMeters meters) {
        this.bus = bus;
        this.store = store;
        this.reads = reads;
        this.meters = meters;
    }

    /** Hears what the bus carries of a channel, be it followed or not, until that is unregistered. */
    MessageConsumer<Object> hear(Channel channel, Handler<Message<Object>> handler) {
        return bus.localConsumer(Addresses.of(channel), handler);
    }

    /** As {@link StoreClient#follow}, in the name of this hub. */
    Future<EventId> follow(Channel channel) {
        return store.follow(channel, name).onFailure(failure -> meters.followFailed());
    }

    /** Ends what {@link #follow} began, also if its answer never came. */
    void unfollow(Channel channel) {
        store.unfollow(channel, name)
                .onFailure(failure -> LOG.log(Level.WARNING, "unfollow " + channel + ": " + failure.getMessage()));
    }

    Future<Frame> read(Channel channel, Position from, ReadLimit limit) {
        meters.read();
        return reads.read(channel, from, limit).map(Frame::of);
    }

    Future<InboxState> inbox(UserId user) {
        return store.inbox(user);
    }
}
