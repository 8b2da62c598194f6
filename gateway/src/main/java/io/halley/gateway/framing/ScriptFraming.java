package io.halley.gateway.framing;

import io.halley.shared.event.Event;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Event objects joined by commas, as they stand between the quotes of {@code JSON.parse('[…]')} in a script element. As many
 * as one script should hold are on one line, so that who puts the script around them can part them there.
 *
 * <p>They are not written as an object literal: there {@code __proto__} is no name like others, and is an error if it comes
 * twice, which would take all events of the script along.
 */
final class ScriptFraming implements Framing {

    static final ScriptFraming INSTANCE = new ScriptFraming();

    /**
     * In bytes. A script runs only once it is there as a whole: a larger one may be out of reach for a client that is often
     * cut off.
     */
    static final int LONGEST_LINE = 16 * 1024;

    private static final byte LINE_END = '\n';

    private ScriptFraming() {}

    @Override
    public Buffer encode(List<Event> events) {
        Buffer lines = Buffer.buffer(256 * events.size());
        int line = 0;
        for (Event event : events) {
            byte[] quoted = quoted(event.toJson()).getBytes(StandardCharsets.UTF_8);
            if (lines.length() - line + quoted.length >= LONGEST_LINE && lines.length() > line) {
                line = lines.appendByte(LINE_END).length();
            }
            if (lines.length() > line) {
                lines.appendByte((byte) ',');
            }
            lines.appendBytes(quoted);
        }
        return lines;
    }

    /** What {@link #encode} has made, line by line, without their ends. */
    static List<Buffer> lines(Buffer encoded) {
        if (encoded.length() < LONGEST_LINE) {
            return List.of(encoded);
        }
        // searched a word at a time, because each connection does so
        ByteBuf bytes = ((BufferInternal) encoded).getByteBuf();
        List<Buffer> lines = new ArrayList<>();
        int start = 0;
        for (int end = 0; end >= 0; start = end + 1) {
            end = bytes.indexOf(start, encoded.length(), LINE_END);
            lines.add(encoded.slice(start, end < 0 ? encoded.length() : end));
        }
        return lines;
    }

    /** JSON text on one line, for a string in single quotes that nothing in it can end, nor the script around it. */
    static String quoted(String json) {
        StringBuilder text = new StringBuilder(json.length() + json.length() / 8);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\'' -> text.append("\\'");
                case '<' -> text.append("\\u003c");
                case '>' -> text.append("\\u003e");
                case '\u2028' -> text.append("\\u2028");
                case '\u2029' -> text.append("\\u2029");
                default -> text.append(c);
            }
        }
        return text.toString();
    }
}
