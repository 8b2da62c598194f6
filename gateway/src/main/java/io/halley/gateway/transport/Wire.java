package io.halley.gateway.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The channel under a connection. Vert.x closes one only when all that was written before has been taken, which of a client
 * that takes nothing is never: more than its public classes offer.
 */
final class Wire {

    private Wire() {}

    /** The channel of a connection of HTTP/1. */
    static Channel of(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }

    /** Closes it below all who would send something first. Harmless if it is closed. */
    static void cut(Channel channel) {
        ChannelHandlerContext lowest = channel.pipeline().firstContext();
        if (channel.isOpen() && lowest != null) {
            var unused = lowest.close();
        }
    }
}
