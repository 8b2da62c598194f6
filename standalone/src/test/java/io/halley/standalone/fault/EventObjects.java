package io.halley.standalone.fault;

import io.halley.standalone.fault.Medium.Listener;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Event objects without ids beside them: as a page does, it keeps the cursor itself, one id for each channel. */
final class EventObjects {

    private final List<String> channels;
    private final Listener listener;
    private List<String> ids = List.of();

    EventObjects(List<String> channels, Listener listener) {
        this.channels = channels;
        this.listener = listener;
    }

    /** One a line; an empty one is a heartbeat. */
    void takeLine(String line) {
        if (!line.isEmpty()) {
            take(new JsonObject(line));
        }
    }

    void take(JsonObject event) {
        listener.event(event);
        String type = event.getString("type");
        if (!type.startsWith("$")) {
            ids.set(channels.indexOf(event.getString("channel")), event.getString("id"));
            listener.cursor(String.join(",", ids));
            return;
        }
        JsonObject data = event.getJsonObject("data");
        String cursor = data.getString("cursor");
        if (cursor != null) {
            ids = new ArrayList<>(List.of(cursor.split(",")));
            listener.cursor(cursor);
        }
        Integer retry = data.getInteger("retry");
        if (retry != null) {
            listener.retry(retry);
        }
    }
}
