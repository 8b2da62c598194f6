package io.halley.gateway.transport;

import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the client of a WebSocket has said, in its order, until it is taken; a message of several frames, until all of them
 * are. It owns the frames that it holds.
 */
final class UnreadFrames {

    /** Beyond it, what the client says is to stay in its own socket. */
    private static final int MOST = 16;

    private final Deque<WebSocketFrame> frames = new ArrayDeque<>(0);
    private long bytes;
    private long given;
    private boolean unfinished;
    private BooleanSupplier listening = () -> false;
    private Consumer<WebSocketFrame> listener = frame -> {};

    /**
     * Says who takes frames of data; they are released behind it.
     *
     * @param listening whether one is taken now
     */
    void listen(BooleanSupplier listening, Consumer<WebSocketFrame> listener) {
        this.listening = listening;
        this.listener = listener;
    }

    void add(WebSocketFrame frame) {
        frames.add(frame);
        bytes += frame.content().readableBytes();
        unfinished = !frame.isFinalFragment();
    }

    /** Whether the last message lacks a frame that is to come. */
    boolean isUnfinished() {
        return unfinished;
    }

    /** How much memory they take, and what was given on of a message whose last frame was not, which grows by doubling. */
    long bytes() {
        return bytes + 2 * given;
    }

    boolean areMany() {
        return frames.size() >= MOST || bytes >= WebSocketUpgrade.LARGEST_MESSAGE_BYTES;
    }

    /** Gives them on as long as they are taken; answers a closing frame once it is the next, to be released by the caller. */
    @Nullable
    CloseWebSocketFrame give() {
        while (!frames.isEmpty()) {
            if (frames.peek() instanceof CloseWebSocketFrame closing) {
                frames.remove();
                bytes -= closing.content().readableBytes();
                return closing;
            }
            if (!listening.getAsBoolean()) {
                return null;
            }
            WebSocketFrame frame = frames.remove();
            bytes -= frame.content().readableBytes();
            given = frame.isFinalFragment() ? 0 : given + frame.content().readableBytes();
            try {
                listener.accept(frame);
            } finally {
                frame.release();
            }
        }
        return null;
    }

    /** Nobody takes them any more; answers whether a closing frame was among them. */
    boolean release() {
        boolean closing = frames.stream().anyMatch(CloseWebSocketFrame.class::isInstance);
        frames.forEach(WebSocketFrame::release);
        frames.clear();
        bytes = 0;
        given = 0;
        unfinished = false;
        return closing;
    }
}
