package io.halley.gateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Makes frames of what the client of a WebSocket sends, as long as they are taken: what one read brings may be thousands,
 * which as bytes are small. Behind one that breaks RFC 6455 nothing can be told apart any more, and nothing is looked at.
 */
final class FrameReader extends WebSocket13FrameDecoder {

    /** No extensions, and masks are required; who breaks a rule is not closed by the decoder, which knows no reasons. */
    private static final WebSocketDecoderConfig FRAMES = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(WebSocketUpgrade.LARGEST_MESSAGE_BYTES)
            .closeOnProtocolViolation(false)
            .build();

    private final BooleanSupplier taken;
    private boolean heldUp;
    private boolean broken;

    /** Takes what says whether a frame is taken now; when it is again, {@link #readOn} is to be called. */
    FrameReader(BooleanSupplier taken) {
        super(FRAMES);
        this.taken = taken;
    }

    @Override
    protected void decode(ChannelHandlerContext from, ByteBuf in, List<Object> frames) throws Exception {
        if (broken) {
            in.skipBytes(in.readableBytes());
        } else if (taken.getAsBoolean()) {
            decodeOne(from, in, frames);
        } else {
            heldUp = true;
        }
    }

    private void decodeOne(ChannelHandlerContext from, ByteBuf in, List<Object> frames) throws Exception {
        try {
            super.decode(from, in, frames);
        } catch (CorruptedWebSocketFrameException e) {
            broken = true;
            throw e;
        }
    }

    /** Makes frames of what was held up, if anything was. */
    void readOn(ChannelPipeline from) {
        if (heldUp) {
            heldUp = false;
            from.fireChannelRead(Unpooled.EMPTY_BUFFER).fireChannelReadComplete();
        }
    }

    /** Does not ask for more by itself, as its kind does where no frame came of what was read. */
    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        discardSomeReadBytes();
        from.fireChannelReadComplete();
    }

    /** Whether there is some of a frame. */
    boolean hasBegun() {
        return internalBuffer().isReadable();
    }

    /** How much memory what is no frame yet takes, in bytes. */
    int bytes() {
        return internalBuffer().capacity();
    }
}
