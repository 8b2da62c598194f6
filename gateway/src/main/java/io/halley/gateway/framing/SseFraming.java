package io.halley.gateway.framing;

import io.halley.shared.event.Event;
import io.halley.shared.event.EventType;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Server-sent events (WHATWG HTML, section 9.2). Event data holds no line break, so that each event is one
 * {@code data:} line.
 */
public final class SseFraming implements Framing {

    private static final SseFraming WITH_IDS = new SseFraming(true, true);
    private static final SseFraming WITHOUT_IDS = new SseFraming(false, true);
    private static final SseFraming WITH_IDS_AS_MESSAGES = new SseFraming(true, false);
    private static final SseFraming WITHOUT_IDS_AS_MESSAGES = new SseFraming(false, false);

    /** A comment: dispatches nothing, and keeps proxies from closing the connection. */
    public static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

    private final boolean ids;
    private final boolean types;

    private SseFraming(boolean ids, boolean types) {
        this.ids = ids;
        this.types = types;
    }

    /**
     * One of four.
     *
     * @param ids whether each block has its id, for a connection with one channel; with several, a write ends with a block
     *     that is only an id ({@link #cursor})
     * @param types whether the browser dispatches each event under its type, and not all as {@code message}
     */
    public static SseFraming of(boolean ids, boolean types) {
        if (types) {
            return ids ? WITH_IDS : WITHOUT_IDS;
        }
        return ids ? WITH_IDS_AS_MESSAGES : WITHOUT_IDS_AS_MESSAGES;
    }

    /** Whether each block has its id. */
    public boolean hasIds() {
        return ids;
    }

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

    /** A block that dispatches nothing; the browser remembers the cursor and sends it when it comes back. */
    public static String cursor(String cursor) {
        return "id: " + cursor + "\n\n";
    }

    /** How long the browser waits before it comes back, in ms. */
    public static String retry(int millis) {
        return "retry: " + millis + "\n\n";
    }

    /** An event of Halley's own; {@code cursor} may be empty for one that moves nothing. */
    public String own(OwnEvent event, String cursor) {
        String type = types ? "event: " + event.type() + "\n" : "";
        String id = cursor.isEmpty() ? "" : "id: " + cursor + "\n";
        return type + id + "data: " + event.json() + "\n\n";
    }
}
