package io.halley.gateway.transport;

import io.halley.gateway.framing.WebSocketFormat;
import io.halley.shared.http.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.Objects;
import java.util.function.Supplier;

/** WebSockets (RFC 6455). */
final class WebSocketTransport {

    private final Transports transports;

    WebSocketTransport(Transports transports) {
        this.transports = transports;
    }

    /** Switches to a WebSocket and holds it; {@code accepted} as in {@link Transports#hold}. */
    void open(HttpServerRequest http, StreamRequest request, Supplier<Runnable> accepted) {
        Vertx vertx = Objects.requireNonNull(Vertx.currentContext(), "on its event loop")
                .owner();
        http.toWebSocket()
                .onSuccess(socket -> hold(new WebSocketOutlet(socket, vertx), request, accepted))
                .onSuccess(WebSocketTransport::forget)
                .onFailure(refused -> Problem.badRequest("this is no handshake of a WebSocket (expected: RFC 6455)")
                        .answer(http.response(), "no-store"));
    }

    private void hold(WebSocketOutlet outlet, StreamRequest request, Supplier<Runnable> accepted) {
        if (!outlet.isOver()) {
            transports.hold(
                    new StreamConnection(outlet, WebSocketFormat.INSTANCE, request, transports.retry()), accepted);
        }
    }

    /** The request's headers would be kept for as long as it is open. */
    private static void forget(ServerWebSocket socket) {
        socket.headers().clear();
    }
}
