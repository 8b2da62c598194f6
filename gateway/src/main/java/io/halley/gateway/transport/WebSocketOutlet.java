package io.halley.gateway.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
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
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a WebSocket. Text frames are made of bytes that all connections share, and one whose client does not take
 * its closing frame is cut off: both are more than the public classes of Vert.x offer, which is why its inner ones are
 * known here, and here only.
 */
final class WebSocketOutlet implements Outlet {

    /** How long the closing handshake may take; a gateway that stops has half a second. */
    private static final long LONGEST_CLOSE_MS = 400;

    /** What Vert.x calls its handler in the channel's pipeline. */
    private static final String VERTX = "handler";

    private final ServerWebSocket socket;
    private final ContextInternal context;
    private final Channel channel;
    private Runnable over = () -> {};
    private Runnable ready = () -> {};
    private boolean ended;

    /** Takes the request that became this WebSocket. */
    WebSocketOutlet(ServerWebSocket socket, HttpServerRequest http, Guard guard) {
        this.socket = socket;
        this.context = ((HttpServerRequestInternal) http).context();
        this.channel = guard.channel;
        guard.outlet = this;
        if (guard.early) {
            WebSocketCloseStatus status = WebSocketCloseStatus.PROTOCOL_ERROR;
            close(status.code(), "a frame came before the handshake was answered");
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

    /** Each is one text frame. What the bytes are read through is this frame's own, so that they may be shared. */
    @Override
    public void send(Buffer bytes) {
        if (!isOver() && bytes.length() > 0) {
            socket.writeFrame(new WebSocketFrameImpl(WebSocketFrameType.TEXT, ((BufferInternal) bytes).getByteBuf()));
        }
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

    /** One that takes nothing would not take a closing frame either. */
    @Override
    public void cut() {
        if (isFull()) {
            finish();
            abort();
        } else {
            close(CloseCode.BROKEN, "");
        }
    }

    /** Ends it with a code that says why, and some words. */
    void close(CloseCode code, String reason) {
        close(code.number(), reason.isEmpty() ? code.reason() : reason);
    }

    private void close(int code, String reason) {
        if (isOver()) {
            return;
        }
        finish();
        socket.close((short) code, reason);
        // its closing frame can only be read if it is asked for
        socket.resume();
        context.owner().setTimer(LONGEST_CLOSE_MS, late -> abort());
    }

    private void finish() {
        ended = true;
        over.run();
    }

    /** Closes it below all who would send something first. Harmless if it is closed. */
    private void abort() {
        ChannelHandlerContext lowest = channel.pipeline().firstContext();
        if (channel.isOpen() && lowest != null) {
            var unused = lowest.close();
        }
    }

    /**
     * Stands before Vert.x in the channel's pipeline. Keeps from it that a frame breaks RFC 6455, or is too large: it would
     * end the connection at once, and what is on its way would make that a reset. Whatever comes behind such a frame is
     * passed over. Frames that come before the answer to the handshake, which no sound client sends, would be lost, and
     * their memory with them.
     */
    static final class Guard extends ChannelInboundHandlerAdapter {

        private final Channel channel;
        private @Nullable WebSocketOutlet outlet;
        private boolean early;

        /** To be made before the handshake is answered. */
        Guard(HttpServerRequest http) {
            channel = ((ConnectionBase) http.connection()).channel();
            channel.pipeline().addBefore(VERTX, null, this);
        }

        /** There is no WebSocket after all. */
        void leave() {
            if (channel.isOpen()) {
                channel.pipeline().remove(this);
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext from, Object message) {
            if (outlet == null && message instanceof io.netty.handler.codec.http.websocketx.WebSocketFrame) {
                early = true;
                ReferenceCountUtil.release(message);
            } else {
                from.fireChannelRead(message);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext from, Throwable failure) {
            WebSocketOutlet open = outlet;
            if (open != null && failure instanceof CorruptedWebSocketFrameException breach) {
                WebSocketCloseStatus status = breach.closeStatus();
                open.context.emit(breach, now -> open.close(status.code(), status.reasonText()));
            } else {
                from.fireExceptionCaught(failure);
            }
        }
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
     * Has each frame that comes given to someone, until it is over; none before {@link #resume}.
     *
     * @param ready runs whenever it takes bytes again after it was full
     */
    void listen(Handler<WebSocketFrame> frames, Runnable ready) {
        this.ready = ready;
        pause();
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
