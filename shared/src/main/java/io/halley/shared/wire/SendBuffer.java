package io.halley.shared.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;

/**
 * How much the kernel takes for a client that takes nothing. Left to itself it takes some megabytes: memory for each who
 * stalls, and bytes that count as written long before anyone may read them.
 */
final class SendBuffer {

    /** What has not been sent; what is on its way may be as much as the path carries. */
    static final int UNSENT_BYTES = 64 * 1024;

    /** Both together, where the kernel can't tell them apart: it limits a path of a long delay. */
    static final int ALL_BYTES = 64 * 1024;

    private SendBuffer() {}

    /** Bounds it for a connection that has just come. */
    static void bound(Channel channel) {
        if (channel.isOpen() && !boundUnsent(channel.config())) {
            channel.config().setOption(ChannelOption.SO_SNDBUF, ALL_BYTES);
        }
    }

    private static boolean boundUnsent(ChannelConfig config) {
        try {
            return config.setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) UNSENT_BYTES);
        } catch (ChannelException e) {
            // not every kernel has it
            return false;
        }
    }
}
