package io.halley.gateway.transport;

import io.halley.gateway.subscription.Subscriptions;
import io.halley.shared.http.Problem;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Supplier;

/** WebSockets (RFC 6455). */
final class WebSocketTransport {

    private final Transports transports;
    private final Subscriptions subscriptions;
    private final Commands commands;

    WebSocketTransport(Transports transports, Subscriptions subscriptions, Commands commands) {
        this.transports = transports;
        this.subscriptions = subscriptions;
        this.commands = commands;
    }

    /** Switches to a WebSocket and holds it; {@code accepted} as in {@link Transports#hold}. */
    void open(HttpServerRequest http, StreamRequest request, Supplier<Runnable> accepted) {
        Channel channel = Wire.of(http.connection());
        if (!channel.isOpen()) {
            // its client did not wait until it was known who it is
            return;
        }
        WebSocketGuard guard = new WebSocketGuard(channel);
        http.toWebSocket()
                .onSuccess(socket -> hold(new WebSocketOutlet(socket, http, guard), request, accepted))
                .onFailure(refused -> {
                    guard.leave();
                    Problem.badRequest("this is no handshake of a WebSocket (expected: RFC 6455)")
                            .answer(http.response(), "no-store");
                });
    }

    private void hold(WebSocketOutlet outlet, StreamRequest request, Supplier<Runnable> accepted) {
        if (!outlet.isOver()) {
            int retry = transports.retry();
            transports.hold(new WebSocketConnection(outlet, request, retry, subscriptions, commands), accepted);
        }
    }
}
