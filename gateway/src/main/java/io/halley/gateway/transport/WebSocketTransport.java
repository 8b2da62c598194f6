package io.halley.gateway.transport;

import io.halley.gateway.subscription.Subscriptions;
import io.halley.shared.wire.Wire;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** WebSockets (RFC 6455). */
final class WebSocketTransport {

    private final Transports transports;
    private final Subscriptions subscriptions;
    private final Commands commands;
    private final LongConsumer arrived;

    WebSocketTransport(Transports transports, Subscriptions subscriptions, Commands commands, LongConsumer arrived) {
        this.transports = transports;
        this.subscriptions = subscriptions;
        this.commands = commands;
        this.arrived = arrived;
    }

    /** Switches to a WebSocket and holds it; {@code accepted} as in {@link Transports#hold}. */
    void open(HttpServerRequest http, StreamRequest request, Supplier<Runnable> accepted) {
        Channel channel = Wire.of(http.connection());
        if (!channel.isOpen()) {
            // its client did not wait until it was known who it is
            return;
        }
        WebSocketOutlet outlet = new WebSocketOutlet(((HttpServerRequestInternal) http).context(), channel, arrived);
        int retry = transports.retry();
        WebSocketConnection connection = new WebSocketConnection(outlet, request, retry, subscriptions, commands);
        WebSocketUpgrade.answer(http, channel, outlet.inlet().reader(), outlet.inlet());
        transports.hold(connection, accepted);
    }
}
