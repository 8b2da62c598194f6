package io.halley.shared.http;

import io.halley.shared.event.Gap;
import io.vertx.core.json.JsonObject;

/** The event object by which a reader hears of a gap. */
public final class GapEvent {

    private GapEvent() {}

    /**
     * JSON text on one line.
     *
     * @param cursor where reading goes on, for all channels of the reader
     */
    public static String toJson(Gap gap, String cursor) {
        JsonObject data = new JsonObject()
                .put("channel", gap.channel().name())
                .put("requested", gap.requested())
                .put("earliest", gap.earliest().toString())
                .put("head", gap.head().toString())
                .put("cursor", cursor);
        return new JsonObject()
                .put("channel", gap.channel().name())
                .put("type", "$gap")
                .put("data", data)
                .encode();
    }
}
