package io.halley.gateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

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

    private final BooleanSupplier mayRead;
    private final LongConsumer arrived;
    private @Nullable ChannelHandlerContext heldUp;
    private boolean begun;
    private boolean broken;

    /**
     * Takes what says whether one may be made now, and whom to tell how many bytes have come. When one may be made again,
     * {@link #readOn} is to be called.
     */
    FrameReader(BooleanSupplier mayRead, LongConsumer arrived) {
        super(FRAMES);
        this.mayRead = mayRead;
        this.arrived = arrived;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) throws Exception {
        // else it is the end of the request before
        int bytes = message instanceof ByteBuf some ? some.readableBytes() : 0;
        super.channelRead(from, message);
        arrived.accept(bytes);
    }

    @Override
    protected void decode(ChannelHandlerContext from, ByteBuf in, List<Object> frames) throws Exception {
        if (broken) {
            in.skipBytes(in.readableBytes());
        } else if (mayRead.getAsBoolean()) {
            decodeOne(from, in, frames);
        } else {
            heldUp = from;
        }
    }

    private void decodeOne(ChannelHandlerContext from, ByteBuf in, List<Object> frames) throws Exception {
        int before = frames.size();
        try {
            super.decode(from, in, frames);
            // of the head of a frame nothing is left to be read
            begun = frames.size() == before;
        } catch (CorruptedWebSocketFrameException e) {
            broken = true;
            begun = false;
            throw e;
        }
    }

    /** Makes frames of what was held up, if anything was: then no other frame is being made, though this may be called by one. */
    void readOn() {
        ChannelHandlerContext from = heldUp;
        if (from == null) {
            return;
        }
        heldUp = null;
        try {
            channelRead(from, Unpooled.EMPTY_BUFFER);
            channelReadComplete(from);
        } catch (Exception e) {
            from.fireExceptionCaught(e);
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
        return begun;
    }

    /** How much memory what is no frame yet takes, in bytes. */
    int bytes() {
        return internalBuffer().capacity();
    }
}
