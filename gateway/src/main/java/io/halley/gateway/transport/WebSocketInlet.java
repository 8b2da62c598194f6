package io.halley.gateway.transport;

import io.halley.shared.wire.Wire;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.internal.ContextInternal;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What comes over a WebSocket, and what becomes of its channel: its last handler, in the place of Vert.x. What the client
 * says is read only as far as it is taken.
 */
final class WebSocketInlet extends ChannelInboundHandlerAdapter {

    private final ContextInternal context;
    private final Channel channel;
    private final WebSocketOutlet outlet;
    private final UnreadFrames unread = new UnreadFrames();
    private final FrameReader reader;
    private @Nullable WebSocketFrame lastPing;
    private int unfinishedLooks;

    /** Takes the context on which it calls whoever it tells something. */
    WebSocketInlet(ContextInternal context, Channel channel, WebSocketOutlet outlet, LongConsumer arrived) {
        this.context = context;
        this.channel = channel;
        this.outlet = outlet;
        this.reader = new FrameReader(() -> !unread.areMany(), arrived);
    }

    /** How much memory of the process a connection's client takes by what it says, in bytes. On its event loop. */
    static long bytes(Channel channel) {
        WebSocketInlet inlet = channel.pipeline().get(WebSocketInlet.class);
        return inlet == null ? 0 : inlet.reader.bytes() + inlet.unread.bytes();
    }

    /** What makes the frames, a handler of the same channel. */
    FrameReader reader() {
        return reader;
    }

    /**
     * Has each frame of data that comes given to someone, until it is over.
     *
     * @param listening whether one is taken now; {@link #takeMore} is to be called when it is again
     */
    void listen(BooleanSupplier listening, Consumer<WebSocketFrame> listener) {
        unread.listen(listening, listener);
    }

    /** Gives on what the client has said, as long as it is taken. */
    void takeMore() {
        try {
            CloseWebSocketFrame closing = unread.give();
            if (closing != null) {
                outlet.answer(closing);
            }
            readOn();
        } catch (RuntimeException e) {
            // nobody would ask for the rest
            outlet.close(CloseCode.BROKEN);
            throw e;
        }
    }

    private void readOn() {
        if (channel.isActive()) {
            channel.config().setAutoRead(!unread.areMany());
            reader.readOn();
        }
    }

    /** From now on only a closing frame is looked for; answers whether there was one. */
    boolean close() {
        boolean closing = unread.release();
        keepPing(null);
        readOn();
        return closing;
    }

    /** Looked at every few seconds: whether the same message was unfinished too often, and not because it is not read. */
    boolean look() {
        boolean unfinished = !unread.areMany() && (unread.isUnfinished() || reader.hasBegun());
        unfinishedLooks = unfinished ? unfinishedLooks + 1 : 0;
        return hasLeftUnfinished();
    }

    /** Whether the client has left unfinished for too long what it began to say. */
    boolean hasLeftUnfinished() {
        return unfinishedLooks >= Heartbeats.MOST_STALLED_BEATS;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (outlet.isEnded() || !(message instanceof WebSocketFrame frame)) {
            ReferenceCountUtil.release(message);
            if (message instanceof CloseWebSocketFrame) {
                outlet.finish();
            }
        } else if (frame instanceof PingWebSocketFrame || frame instanceof PongWebSocketFrame) {
            control(frame);
        } else {
            unfinishedLooks = frame.isFinalFragment() ? 0 : unfinishedLooks;
            unread.add(frame);
            context.emit(frame, this::came);
        }
    }

    /** Of pings that come while the client takes no answers the latest is answered, as RFC 6455, section 5.5.3, allows. */
    private void control(WebSocketFrame frame) {
        if (!(frame instanceof PingWebSocketFrame)) {
            frame.release();
        } else if (outlet.isFull()) {
            keepPing(frame);
        } else {
            outlet.write(new PongWebSocketFrame(frame.content()));
        }
    }

    private void keepPing(@Nullable WebSocketFrame ping) {
        ReferenceCountUtil.release(lastPing);
        lastPing = ping;
    }

    private void answerPing() {
        WebSocketFrame ping = lastPing;
        if (ping != null) {
            lastPing = null;
            outlet.write(new PongWebSocketFrame(ping.content()));
            channel.flush();
        }
    }

    private void came(WebSocketFrame frame) {
        if (!(frame instanceof CloseWebSocketFrame) || outlet.awaitEnd()) {
            takeMore();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        channel.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext from) {
        if (channel.isWritable() && !outlet.isEnded()) {
            answerPing();
            context.emit(ready -> {
                outlet.drained();
                outlet.afterwards(this::takeMore);
            });
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        context.emit(gone -> outlet.gone());
    }

    /** Nothing goes in or out, not even heartbeats. */
    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof IdleStateEvent) {
            Wire.cut(channel);
        }
        ReferenceCountUtil.release(event);
    }

    /** A frame breaks RFC 6455, or is too large, whereupon no more are made of what comes; or the connection broke. */
    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException breach) {
            context.emit(CloseCode.of(breach.closeStatus()), outlet::close);
        } else {
            Wire.cut(channel);
        }
    }
}
