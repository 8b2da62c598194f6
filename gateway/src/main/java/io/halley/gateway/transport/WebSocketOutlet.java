package io.halley.gateway.transport;

import io.halley.shared.wire.Wire;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * What goes out over a WebSocket, and how it ends: whichever side closes, the other one has a bounded time to answer. It is
 * not Vert.x's own, since those take more memory than all the rest of a connection.
 */
final class WebSocketOutlet implements Outlet {

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
    private final WebSocketInlet inlet;
    private long sent;
    private Runnable over = () -> {};
    private Runnable drained = () -> {};
    private boolean ended;

    /** Takes the context on which it calls whoever it tells something. */
    WebSocketOutlet(ContextInternal context, Channel channel, LongConsumer arrived) {
        this.context = context;
        this.channel = channel;
        this.inlet = new WebSocketInlet(context, channel, this, arrived);
    }

    /** Where its client is heard. */
    WebSocketInlet inlet() {
        return inlet;
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

    /** Whether it was closed or cut, or is being closed. */
    boolean isEnded() {
        return ended;
    }

    @Override
    public boolean isFull() {
        return !channel.isWritable();
    }

    @Override
    public long taken() {
        return sent - Wire.unsent(channel);
    }

    @Override
    public boolean look() {
        return inlet.look();
    }

    /** It takes bytes again. */
    void drained() {
        drained.run();
    }

    @Override
    public void send(Buffer bytes) {
        if (!isOver()) {
            sent += bytes.length();
            TextFrames.each(bytes, this::write);
            channel.flush();
        }
    }

    /** Writes a frame, to be flushed by the caller. */
    void write(WebSocketFrame frame) {
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

    /** Whose client takes nothing would take no closing frame either, and who is in the middle of one not answer it. */
    @Override
    public void cut() {
        if (!ended && (isFull() || inlet.hasLeftUnfinished())) {
            Wire.cut(channel);
            gone();
        } else {
            close(CloseCode.BROKEN);
        }
    }

    /** Says why it ends, and waits a little for the client to say that it knows. */
    void close(CloseCode code) {
        if (!isOver()) {
            leave(() -> {
                write(new CloseWebSocketFrame(code.number(), code.reason()));
                channel.flush();
                cutLater();
                if (inlet.close()) {
                    finish();
                }
            });
        }
    }

    /** The client closes, and everything before that is taken. */
    void answer(CloseWebSocketFrame closing) {
        leave(() -> {
            end(closing);
            inlet.close();
        });
    }

    /** The client is about to close: what it has said before has a little time to be taken. Answers whether it has. */
    boolean awaitEnd() {
        if (isFull()) {
            cut();
        } else {
            cutLater();
        }
        return !ended;
    }

    private void cutLater() {
        var unused = channel.eventLoop().schedule(() -> Wire.cut(channel), LONGEST_CLOSE_MS, TimeUnit.MILLISECONDS);
    }

    /** It is closed by both sides. */
    void finish() {
        end(Unpooled.EMPTY_BUFFER);
    }

    /** Closes it once this has gone out. */
    private void end(Object last) {
        var unused = channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    }

    /** There is no connection any more. */
    void gone() {
        if (!ended) {
            leave(inlet::close);
        }
    }

    /** Whoever is told that it is over knows before the client does; a fault there must not leave it open. */
    private void leave(Runnable last) {
        ended = true;
        try {
            over.run();
        } finally {
            last.run();
        }
    }

    /** Runs something when what runs now is done. */
    void afterwards(Runnable action) {
        context.runOnContext(then -> action.run());
    }
}
