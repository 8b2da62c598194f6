package io.halley.gateway.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The frames of a WebSocket, as the last handler of its channel, in the place of Vert.x: its own WebSockets take more
 * memory than all the rest of a connection. What the client says is read only as far as it is taken, and whichever side
 * closes, the other one has a bounded time to answer.
 */
final class WebSocketOutlet extends ChannelInboundHandlerAdapter implements Outlet {

    /** How long the closing handshake may take; a gateway that stops has half a second. */
    private static final long LONGEST_CLOSE_MS = 400;

    /** What could not be written, for want of memory say, must not be passed over: the client comes back for it. */
    private static final ChannelFutureListener CUT_IF_LOST = written -> {
        if (!written.isSuccess()) {
            Wire.cut(written.channel());
        }
    };

    private final ContextInternal context;
    private final Channel channel;
    private final UnreadFrames unread = new UnreadFrames();
    private Runnable over = () -> {};
    private Runnable drained = () -> {};
    private boolean ended;

    /** Takes the context on which it calls whoever it tells something. */
    WebSocketOutlet(ContextInternal context, Channel channel) {
        this.context = context;
        this.channel = channel;
    }

    /**
     * Has each frame of data that comes given to someone, until it is over.
     *
     * @param listening whether one is taken now; {@link #takeMore} is to be called when it is again
     */
    void listen(BooleanSupplier listening, Consumer<WebSocketFrame> listener) {
        unread.listen(listening, listener);
    }

    @Override
    public void attach(Runnable drained, Runnable over) {
        this.drained = drained;
        this.over = over;
        if (isOver()) {
            over.run();
        }
    }

    @Override
    public boolean isOver() {
        return ended || !channel.isActive();
    }

    @Override
    public boolean isFull() {
        return !channel.isWritable();
    }

    @Override
    public void send(Buffer bytes) {
        if (!isOver()) {
            TextFrames.each(bytes, this::write);
            channel.flush();
        }
    }

    private void write(WebSocketFrame frame) {
        var unused = channel.write(frame).addListener(CUT_IF_LOST);
    }

    @Override
    public void end(Buffer last, Ending ending) {
        send(last);
        close(
                switch (ending) {
                    case DRAIN -> CloseCode.COME_BACK;
                    case FULL -> CloseCode.OVERLOADED;
                });
    }

    /** One that takes nothing would not take a closing frame either, be it the answer to its own. */
    @Override
    public void cut() {
        if (!ended && isFull()) {
            finish();
            Wire.cut(channel);
        } else {
            close(CloseCode.BROKEN);
        }
    }

    /** Says why it ends, and waits a little for the client to say that it knows. */
    void close(CloseCode code) {
        if (!isOver()) {
            finish();
            write(new CloseWebSocketFrame(code.number(), code.reason()));
            channel.flush();
            cutLater();
        }
    }

    private void cutLater() {
        var unused = channel.eventLoop().schedule(() -> Wire.cut(channel), LONGEST_CLOSE_MS, TimeUnit.MILLISECONDS);
    }

    /** From now on only a closing frame is read. */
    private void finish() {
        ended = true;
        unread.release();
        readOn();
        over.run();
    }

    /** Gives on what the client has said, as long as it is taken. */
    void takeMore() {
        CloseWebSocketFrame closing = unread.give();
        if (closing != null) {
            finish();
            end(closing);
        }
        readOn();
    }

    private void readOn() {
        if (channel.isActive()) {
            channel.config().setAutoRead(!unread.areMany());
        }
    }

    /** Closes it once this has gone out. */
    private void end(Object last) {
        var unused = channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    }

    /** Runs something when what runs now is done. */
    void afterwards(Runnable action) {
        context.runOnContext(then -> action.run());
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (ended || !(message instanceof WebSocketFrame frame)) {
            ReferenceCountUtil.release(message);
            if (message instanceof CloseWebSocketFrame) {
                end(Unpooled.EMPTY_BUFFER);
            }
        } else if (frame instanceof PingWebSocketFrame || frame instanceof PongWebSocketFrame) {
            answer(frame);
        } else {
            unread.add(frame);
            context.emit(frame, this::came);
        }
    }

    /** Of pings to which the client takes no answers, RFC 6455, section 5.5.3, asks to answer the latest only. */
    private void answer(WebSocketFrame frame) {
        if (frame instanceof PingWebSocketFrame && !isFull()) {
            write(new PongWebSocketFrame(frame.content()));
        } else {
            frame.release();
        }
    }

    private void came(WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame) {
            if (isFull()) {
                cut();
                return;
            }
            cutLater();
        }
        takeMore();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        channel.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext from) {
        if (channel.isWritable() && !ended) {
            context.emit(ready -> {
                drained.run();
                afterwards(this::takeMore);
            });
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        if (!ended) {
            context.emit(gone -> finish());
        }
    }

    /** Nothing goes in or out, not even heartbeats. */
    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof IdleStateEvent) {
            Wire.cut(channel);
        }
        ReferenceCountUtil.release(event);
    }

    /** A frame breaks RFC 6455, or is too large, whereupon the decoder passes over what comes; or the connection broke. */
    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException breach) {
            context.emit(CloseCode.of(breach.closeStatus()), this::close);
        } else {
            Wire.cut(channel);
        }
    }
}
