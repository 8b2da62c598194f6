package io.halley.gateway.framing;

import io.halley.shared.event.Event;
import io.halley.shared.event.EventType;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Server-sent events (WHATWG HTML, section 9.2). Event data holds no line break, so that each event is one
 * {@code data:} line.
 *
 * @param ids whether each block has its id
 * @param types whether the browser dispatches each event under its type, and not all as {@code message}
 */
record SseFraming(boolean ids, boolean types) implements Framing {

    @Override
    public Buffer encode(List<Event> events) {
        StringBuilder text = new StringBuilder(256 * events.size());
        for (Event event : events) {
            if (types && !event.type().equals(EventType.MESSAGE)) {
                text.append("event: ").append(event.type().name()).append('\n');
            }
            if (ids && event.id() != null) {
                text.append("id: ").append(event.id()).append('\n');
            }
            text.append("data: ").append(event.toJson()).append("\n\n");
        }
        return Buffer.buffer(text.toString());
    }
}
