package io.halley.shared.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The first handler of a channel of HTTP: hands on what a read has brought a little at a time, as long as the answers to it
 * are taken and nothing behind it has enough. One packet may bring thousands of requests, which as bytes are small: made all
 * at once, they and their answers are more memory than there is. Where requests come one at a time it does nothing.
 */
public final class Intake extends ChannelDuplexHandler {

    /** A request of a browser is one or two of these; of the smallest ones it holds some fifty. */
    private static final int AT_ONCE_BYTES = 1024;

    private final LongConsumer waiting;
    private @Nullable ByteBuf rest;
    private boolean handing;
    /** Whether it is here that reading was stopped; else it is whoever is behind, who then goes on, too. */
    private boolean stopped;

    /** Takes whom to tell how many bytes wait for a client that takes no more. */
    Intake(LongConsumer waiting) {
        this.waiting = waiting;
    }

    /** How much memory what was not handed on takes, in bytes. */
    static long bytes(Channel channel) {
        Intake intake = channel.pipeline().get(Intake.class);
        return intake == null || intake.rest == null ? 0 : intake.rest.capacity();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (rest == null
                && bytes.readableBytes() <= AT_ONCE_BYTES
                && context.channel().isWritable()) {
            context.fireChannelRead(bytes);
            return;
        }
        keep(context, bytes);
        if (!stopped && context.channel().config().isAutoRead()) {
            handOn(context);
        }
    }

    private void keep(ChannelHandlerContext context, ByteBuf bytes) {
        try {
            rest = rest == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), rest, bytes);
        } catch (Throwable e) {
            // for want of memory, say: what comes behind these bytes can't be told apart without them
            Wire.cut(context.channel());
            throw e;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
        if (rest != null || !context.channel().isWritable()) {
            waiting.accept(Wire.waiting(context.channel()) + bytes(context.channel()));
        }
    }

    /** More is wanted: of what is here already, and only behind that of what its kernel has. */
    @Override
    public void read(ChannelHandlerContext context) {
        handOnBetweenReads(context);
        if (rest == null && context.channel().config().isAutoRead()) {
            context.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.fireChannelWritabilityChanged();
        if (stopped && context.channel().isWritable()) {
            stopped = false;
            // which comes back here to be read
            context.channel().config().setAutoRead(true);
        }
    }

    private void handOnBetweenReads(ChannelHandlerContext context) {
        if (rest != null && !handing && !stopped && context.channel().config().isAutoRead()) {
            handOn(context);
            context.fireChannelReadComplete();
        }
    }

    private void handOn(ChannelHandlerContext context) {
        if (handing) {
            return;
        }
        handing = true;
        try {
            while (rest != null && context.channel().config().isAutoRead()) {
                handOnOrStop(context, rest);
            }
        } finally {
            handing = false;
        }
    }

    /** Between pieces Vert.x has to count what it has not dealt with, and to send what it has: only then is known who stops. */
    private void handOnOrStop(ChannelHandlerContext context, ByteBuf from) {
        Channel channel = context.channel();
        if (channel.isWritable()) {
            context.fireChannelRead(next(from));
            if (rest != null) {
                context.fireChannelReadComplete();
            }
            return;
        }
        context.fireChannelReadComplete();
        if (rest != null && channel.config().isAutoRead() && !channel.isWritable()) {
            stopped = true;
            channel.config().setAutoRead(false);
        }
    }

    private ByteBuf next(ByteBuf from) {
        if (from.readableBytes() > AT_ONCE_BYTES) {
            return from.readRetainedSlice(AT_ONCE_BYTES);
        }
        rest = null;
        return from;
    }

    /**
     * A client that resets its connection has gone, which is all there is to say: told of a failure, Vert.x stumbles over
     * requests that still wait behind another.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (failure instanceof IOException) {
            Wire.cut(context.channel());
        } else {
            context.fireExceptionCaught(failure);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (rest != null) {
            rest.release();
            rest = null;
        }
        context.fireChannelInactive();
    }

    /** What it still has is for who comes next. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ByteBuf last = rest;
        if (last != null) {
            rest = null;
            context.fireChannelRead(last).fireChannelReadComplete();
        }
    }
}
