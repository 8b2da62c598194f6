package io.halley.shared.http;

import io.halley.shared.wire.RequestHeads;
import io.halley.shared.wire.WaitingBytes;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;

/** What the HTTP servers of Halley have in common. */
public final class Servers {

    private Servers() {}

    /** Options of a new server, for the caller to add to. */
    public static HttpServerOptions options() {
        return new HttpServerOptions()
                // browsers speak HTTP/2 over TLS only, and that ends in front of us
                .setHttp2ClearTextEnabled(false)
                // handlers in every connection, and for nothing: our WebSockets have none, as events are short
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setMaxInitialLineLength(RequestHeads.LARGEST_BYTES)
                .setMaxHeaderSize(RequestHeads.LARGEST_BYTES);
    }

    /**
     * Has a new server take the requests that come, and refuse those that can't be read.
     *
     * @param waiting takes the connections
     */
    public static HttpServer serve(HttpServer server, WaitingBytes waiting, Handler<HttpServerRequest> handler) {
        return server.connectionHandler(waiting::came)
                .requestHandler(request -> {
                    RequestHeads.answering(request);
                    handler.handle(request);
                })
                .invalidRequestHandler(Problems::answerUnreadable);
    }

    /**
     * Where the instances of one server listen together.
     *
     * @param port 0 for any free port, the same for all who ask with this {@code server}
     * @param server tells the servers of one process apart; from 1
     */
    public static SocketAddress address(String host, int port, int server) {
        return port == 0 ? SocketAddress.sharedRandomPort(server, host) : SocketAddress.inetSocketAddress(port, host);
    }
}
