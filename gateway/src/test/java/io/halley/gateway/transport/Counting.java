package io.halley.gateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.CompletableFuture;

/** Says when so many bytes were read, and what comes of them was done; the first handler of a channel. */
final class Counting extends ChannelInboundHandlerAdapter {

    private final CompletableFuture<Void> read;
    private long left;

    Counting(long bytes, CompletableFuture<Void> read) {
        this.left = bytes;
        this.read = read;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        left -= ((ByteBuf) message).readableBytes();
        from.fireChannelRead(message);
        if (left == 0) {
            read.complete(null);
        }
    }
}
