package io.halley.gateway.framing;

import io.halley.shared.event.Event;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** How events look on the wire, whoever they go to. Pure: the same events give the same bytes. */
public interface Framing {

    /** The bytes of these events, at least one, in their order. */
    Buffer encode(List<Event> events);
}
