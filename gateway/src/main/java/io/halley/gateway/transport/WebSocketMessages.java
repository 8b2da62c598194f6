package io.halley.gateway.transport;

import io.halley.shared.http.JsonFields;
import io.halley.shared.http.ProblemException;
import io.halley.shared.http.Utf8;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the frames of a client together to messages of JSON text, and closes on what can be none. */
final class WebSocketMessages {

    private final Consumer<String> messages;
    private final Consumer<CloseCode> close;
    private @Nullable Buffer begun;

    /** Takes whom to give messages to, and what to do at the first frame that breaks a rule. */
    WebSocketMessages(Consumer<String> messages, Consumer<CloseCode> close) {
        this.messages = messages;
        this.close = close;
    }

    /** Takes a frame of data; that fragments are in order is seen to when they are read. */
    void take(WebSocketFrame frame) {
        if (frame instanceof BinaryWebSocketFrame) {
            close.accept(CloseCode.NOT_TEXT);
            return;
        }
        Buffer message = begun == null ? Buffer.buffer() : begun;
        message.appendBytes(ByteBufUtil.getBytes(frame.content()));
        begun = frame.isFinalFragment() ? null : message;
        if (message.length() > WebSocketUpgrade.LARGEST_MESSAGE_BYTES) {
            begun = null;
            close.accept(CloseCode.TOO_LARGE);
        } else if (frame.isFinalFragment()) {
            decode(message);
        }
    }

    private void decode(Buffer message) {
        String text;
        try {
            text = Utf8.decode(message);
        } catch (ProblemException e) {
            close.accept(CloseCode.NOT_JSON);
            return;
        }
        if (JsonFields.isJson(text)) {
            messages.accept(text);
        } else {
            close.accept(CloseCode.NOT_JSON);
        }
    }
}
