package io.halley.gateway.framing;

import io.halley.shared.event.Event;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Collectors;

/** Event objects joined by commas: what stands inside a JSON array. */
public final class JsonFraming implements Framing {

    public static final JsonFraming INSTANCE = new JsonFraming();

    private JsonFraming() {}

    @Override
    public Buffer encode(List<Event> events) {
        return Buffer.buffer(events.stream().map(Event::toJson).collect(Collectors.joining(",")));
    }
}
