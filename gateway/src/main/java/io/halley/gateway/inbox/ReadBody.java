package io.halley.gateway.inbox;

import io.halley.shared.event.EventId;
import io.halley.shared.event.InvalidValueException;
import io.halley.shared.http.InboxQuery;
import io.halley.shared.http.JsonFields;
import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events are read.
 *
 * @param upTo everything up to these; at most two, one of each channel
 * @param ids these alone
 */
record ReadBody(List<EventId> upTo, List<EventId> ids) {

    static final int MOST_IDS = 1_000;

    /** Fits the longest ids. */
    static final int LARGEST = 64 * 1024;

    /**
     * Reads {@code {"upTo":ID}}, where a cursor of two ids will do, or {@code {"ids":[…]}}.
     *
     * @throws ProblemException 400 if it is neither
     * @throws InvalidValueException if a value in it breaks a rule
     */
    static ReadBody read(String text) {
        JsonFields fields = JsonFields.read(text, "upTo", "ids");
        if (fields.has("upTo") == fields.has("ids")) {
            throw new ProblemException(Problem.invalid(
                    "body",
                    "body: " + (fields.has("ids") ? "both upTo and ids" : "neither upTo nor ids")
                            + " (expected: one of them)"));
        }
        return fields.has("ids")
                ? new ReadBody(List.of(), ids(fields))
                : new ReadBody(upTo(fields.requiredText("upTo")), List.of());
    }

    private static List<EventId> upTo(String text) {
        if (!text.contains(",")) {
            return List.of(EventId.parse(text));
        }
        return InboxQuery.cursor("upTo", text).positions().stream()
                .map(EventId.class::cast)
                .toList();
    }

    private static List<EventId> ids(JsonFields fields) {
        @Nullable List<String> ids = fields.texts("ids");
        if (ids == null) {
            throw new InvalidValueException("ids", String.valueOf(fields.json("ids")), "an array of event ids");
        }
        if (ids.isEmpty() || ids.size() > MOST_IDS) {
            throw new InvalidValueException("ids", ids.size() + " ids", "1 to " + MOST_IDS);
        }
        return ids.stream().map(EventId::parse).toList();
    }
}
