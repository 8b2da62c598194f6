package io.halley.gateway.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Stands before Vert.x in the channel's pipeline. Keeps from it that a frame breaks RFC 6455, or is too large: it would end
 * the connection at once, and what is on its way would make that a reset. Whatever comes behind such a frame is passed
 * over, and so is what comes behind a closing frame: Vert.x fails at a second one. Frames that come before the answer to the handshake, which no sound client sends, would be lost, and their memory
 * with them. That the client closes has to be known here, because Vert.x says so only when its answer has gone out. And
 * Vert.x answers every ping, even to a client that takes nothing: those pings stay unanswered, of which RFC 6455, section
 * 5.5.3, asks for the latest only.
 */
final class WebSocketGuard extends ChannelInboundHandlerAdapter {

    /** What Vert.x calls its handler in the channel's pipeline. */
    private static final String VERTX = "handler";

    private final Channel channel;
    private @Nullable WebSocketOutlet outlet;
    private boolean early;
    private boolean closed;

    /** To be made before the handshake is answered. */
    WebSocketGuard(Channel channel) {
        this.channel = channel;
        channel.pipeline().addBefore(VERTX, null, this);
    }

    Channel channel() {
        return channel;
    }

    /** Says whom to tell from now on; answers whether a frame has come too early. */
    boolean tells(WebSocketOutlet told) {
        outlet = told;
        return early;
    }

    /** There is no WebSocket after all. */
    void leave() {
        if (channel.isOpen()) {
            channel.pipeline().remove(this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        WebSocketOutlet open = outlet;
        if (open == null && message instanceof WebSocketFrame) {
            early = true;
            ReferenceCountUtil.release(message);
            return;
        }
        if (closed || (message instanceof PingWebSocketFrame && !channel.isWritable())) {
            ReferenceCountUtil.release(message);
            return;
        }
        closed = message instanceof CloseWebSocketFrame;
        if (closed && open != null && !open.closedByClient()) {
            ReferenceCountUtil.release(message);
            return;
        }
        from.fireChannelRead(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable failure) {
        WebSocketOutlet open = outlet;
        if (open != null && failure instanceof CorruptedWebSocketFrameException breach) {
            open.breached(breach.closeStatus());
        } else {
            from.fireExceptionCaught(failure);
        }
    }
}
