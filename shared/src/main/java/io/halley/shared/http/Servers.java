package io.halley.shared.http;

import io.vertx.core.http.HttpServerOptions;
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
                .setMaxInitialLineLength(Problems.LARGEST_HEAD_BYTES)
                .setMaxHeaderSize(Problems.LARGEST_HEAD_BYTES);
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
