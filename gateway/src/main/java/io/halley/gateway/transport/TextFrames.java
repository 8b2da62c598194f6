package io.halley.gateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.function.Consumer;

/** Lines as the text frames of a WebSocket, each of whole lines, made of bytes that all connections share. */
final class TextFrames {

    /** A page is given a frame only once it is there as a whole: a larger one may be out of reach for who is often cut off. */
    private static final int FRAME_BYTES = 16 * 1024;

    private TextFrames() {}

    /** Gives each frame of these lines, in their order, to who writes it. */
    static void each(Buffer lines, Consumer<WebSocketFrame> writer) {
        for (int from = 0; from < lines.length(); ) {
            int to = end(((BufferInternal) lines).getByteBuf(), from);
            // what the bytes are read through is this frame's own
            writer.accept(new TextWebSocketFrame(((BufferInternal) lines.slice(from, to)).getByteBuf()));
            from = to;
        }
    }

    /** Behind the last line that ends within a frame's length; behind the first one if none does. */
    private static int end(ByteBuf lines, int from) {
        int most = from + FRAME_BYTES;
        if (lines.readableBytes() <= most) {
            return lines.readableBytes();
        }
        int last = lines.indexOf(most, from, (byte) '\n');
        int end = last < 0 ? lines.indexOf(most, lines.readableBytes(), (byte) '\n') : last;
        return end < 0 ? lines.readableBytes() : end + 1;
    }
}
