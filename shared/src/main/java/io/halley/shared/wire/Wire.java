package io.halley.shared.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The channel under a connection. Vert.x closes one only when all that was written before has been taken, which of a client
 * that takes nothing is never: more than its public classes offer.
 */
public final class Wire {

    private Wire() {}

    /** The channel of a connection of HTTP/1. */
    public static Channel of(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }

    /** How many bytes wait in it, those of a write that has begun included, all of which is kept until its end. */
    public static long waiting(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** How many bytes wait in it that its kernel has not taken yet. On its event loop. */
    public static long unsent(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
    }

    /** Closes it below all who would send something first. Harmless if it is closed. */
    public static void cut(Channel channel) {
        ChannelHandlerContext lowest = channel.pipeline().firstContext();
        if (channel.isOpen() && lowest != null) {
            var unused = lowest.close();
        }
    }
}
