package io.halley.gateway.transport;

import io.halley.shared.http.JsonFields;
import io.halley.shared.http.ProblemException;
import io.halley.shared.http.Utf8;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
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

    /** What is neither text nor binary is answered by Vert.x, which also sees to it that fragments are in order. */
    void take(WebSocketFrame frame) {
        switch (frame.type()) {
            case TEXT, CONTINUATION -> take(frame.binaryData(), frame.isFinal());
            case BINARY -> close.accept(CloseCode.NOT_TEXT);
            default -> {}
        }
    }

    private void take(Buffer bytes, boolean last) {
        Buffer message = begun == null ? bytes : begun.appendBuffer(bytes);
        if (message.length() > WebSocketUpgrade.LARGEST_MESSAGE_BYTES) {
            begun = null;
            close.accept(CloseCode.TOO_LARGE);
        } else if (last) {
            begun = null;
            decode(message);
        } else if (begun == null) {
            begun = Buffer.buffer().appendBuffer(bytes);
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
