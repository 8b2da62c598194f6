package io.halley.gateway.framing;

import io.halley.shared.event.Event;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Event objects joined by commas, as they stand between the quotes of {@code JSON.parse('[…]')} in a script element.
 * They are not written as an object literal: there {@code __proto__} is no name like others, and is an error if it comes
 * twice, which would take all events of the script along.
 */
final class ScriptFraming implements Framing {

    static final ScriptFraming INSTANCE = new ScriptFraming();

    private ScriptFraming() {}

    @Override
    public Buffer encode(List<Event> events) {
        return Buffer.buffer(quoted(events.stream().map(Event::toJson).collect(Collectors.joining(","))));
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
