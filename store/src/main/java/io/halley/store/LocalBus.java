package io.halley.store;

import io.halley.shared.bus.Addresses;
import io.halley.shared.bus.InboxNotice;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;

/** The event bus of the process, by reference. */
record LocalBus(Vertx vertx) implements Bus {

    private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

    @Override
    public void carry(Backlog backlog) {
        publish(backlog.channel(), backlog);
    }

    @Override
    public void tell(Channel own, InboxNotice notice) {
        publish(own, notice);
    }

    private void publish(Channel channel, Object message) {
        vertx.eventBus().publish(Addresses.of(channel), message, LOCAL);
    }
}
