package io.halley.gateway.framing;

import io.halley.shared.event.Event;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** One event object a line, each ended by a line feed. Event objects hold no line break of their own. */
final class LineFraming implements Framing {

    static final LineFraming INSTANCE = new LineFraming();

    private LineFraming() {}

    @Override
    public Buffer encode(List<Event> events) {
        StringBuilder text = new StringBuilder(256 * events.size());
        for (Event event : events) {
            text.append(event.toJson()).append('\n');
        }
        return Buffer.buffer(text.toString());
    }
}
