package io.halley.gateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.websocket.WebSocketFrameImpl;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.http.HttpServerRequestInternal;

/**
 * The frames of a WebSocket. Text frames are made of bytes that all connections share, and one whose client does not take
 * its closing frame is cut off: both are more than the public classes of Vert.x offer, which is why its inner ones are
 * known here, and here only.
 */
final class WebSocketOutlet implements Outlet {

    /** How long the closing handshake may take; a gateway that stops has half a second. */
    private static final long LONGEST_CLOSE_MS = 400;

    /** A page is given a frame only once it is there as a whole: a larger one may be out of reach for who is often cut off. */
    private static final int FRAME_BYTES = 16 * 1024;

    private final ServerWebSocket socket;
    private final ContextInternal context;
    private final Channel channel;
    private Runnable over = () -> {};
    private Runnable ready = () -> {};
    private boolean ended;

    /** Takes the request that became this WebSocket. */
    WebSocketOutlet(ServerWebSocket socket, HttpServerRequest http, WebSocketGuard guard) {
        this.socket = socket;
        this.context = ((HttpServerRequestInternal) http).context();
        this.channel = guard.channel();
        http.headers().clear();
        if (guard.tells(this)) {
            close(CloseCode.BREACH, "a frame came before the handshake was answered");
        }
    }

    @Override
    public boolean isOver() {
        return ended || socket.isClosed();
    }

    @Override
    public boolean isFull() {
        return !isOver() && socket.writeQueueFull();
    }

    /** In text frames of whole lines. */
    @Override
    public void send(Buffer bytes) {
        for (int from = 0; from < bytes.length() && !isOver(); ) {
            int to = endOfFrame(((BufferInternal) bytes).getByteBuf(), from);
            // what the bytes are read through is this frame's own, so that they may be shared
            ByteBuf frame = ((BufferInternal) bytes.slice(from, to)).getByteBuf();
            socket.writeFrame(new WebSocketFrameImpl(WebSocketFrameType.TEXT, frame));
            from = to;
        }
    }

    /** Behind the last line that ends within a frame's length; behind the first one if none does. */
    private static int endOfFrame(ByteBuf lines, int from) {
        int most = from + FRAME_BYTES;
        if (lines.readableBytes() <= most) {
            return lines.readableBytes();
        }
        int last = lines.indexOf(most, from, (byte) '\n');
        int end = last < 0 ? lines.indexOf(most, lines.readableBytes(), (byte) '\n') : last;
        return end < 0 ? lines.readableBytes() : end + 1;
    }

    @Override
    public void end(Buffer last, Ending ending) {
        send(last);
        close(
                switch (ending) {
                    case DRAIN -> CloseCode.COME_BACK;
                    case FULL -> CloseCode.OVERLOADED;
                },
                "");
    }

    /** One that takes nothing would not take a closing frame either, be it the answer to its own. */
    @Override
    public void cut() {
        if (ended) {
            return;
        }
        if (socket.isClosed() || isFull()) {
            finish();
            Wire.cut(channel);
        } else {
            close(CloseCode.BROKEN, "");
        }
    }

    /** A frame breaks RFC 6455, or is too large. On the channel's thread. */
    void breached(WebSocketCloseStatus status) {
        context.emit(CloseCode.of(status), code -> close(code, ""));
    }

    /** A closing frame has come; answers whether Vert.x may answer it, and so may wait. On the channel's thread. */
    boolean closedByClient() {
        boolean full = isFull();
        context.emit(full, now -> {
            if (full) {
                cut();
            } else {
                cutLater();
            }
        });
        return !full;
    }

    /** Ends it with a code that says why, and words of its own or the code's. */
    void close(CloseCode code, String reason) {
        if (isOver()) {
            return;
        }
        finish();
        socket.close((short) code.number(), reason.isEmpty() ? code.reason() : reason);
        // its closing frame can only be read if it is asked for
        socket.resume();
        cutLater();
    }

    private void cutLater() {
        context.owner().setTimer(LONGEST_CLOSE_MS, late -> Wire.cut(channel));
    }

    private void finish() {
        ended = true;
        over.run();
    }

    @Override
    public void attach(Runnable drained, Runnable over) {
        this.over = over;
        if (isOver()) {
            over.run();
            return;
        }
        socket.drainHandler(drain -> {
            drained.run();
            ready.run();
        });
        socket.closeHandler(end -> {
            // what was not read any more holds memory until it is taken
            socket.resume();
            over.run();
        });
    }

    /**
     * Has each frame that comes given to someone, until it is over.
     *
     * @param ready runs whenever it takes bytes again after it was full
     */
    void listen(Handler<WebSocketFrame> frames, Runnable ready) {
        this.ready = ready;
        socket.frameHandler(frame -> {
            if (!isOver()) {
                frames.handle(frame);
            }
        });
    }

    /** Takes nothing more from the client; a little is kept, the rest stays in the client's own socket. */
    void pause() {
        if (!isOver()) {
            socket.pause();
        }
    }

    /** Takes what comes. */
    void resume() {
        if (!isOver()) {
            socket.resume();
        }
    }

    /** Runs something when what runs now is done. */
    void afterwards(Runnable action) {
        context.runOnContext(then -> action.run());
    }
}
