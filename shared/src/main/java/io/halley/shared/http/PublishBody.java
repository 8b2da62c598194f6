package io.halley.shared.http;

import io.halley.shared.event.EventData;
import io.halley.shared.event.EventType;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** What a body that publishes one event says. */
public record PublishBody(EventType type, EventData data) {

    /**
     * Reads a body. Without a type, JSON is {@code {"type"?,"data"}} and text is a string; with one, the whole body is
     * the data.
     *
     * @param contentType the header; JSON and text are taken
     * @param typeParameter the query's {@code type=}, or null
     * @throws ProblemException 400 if it can't be read, 415 for other content types
     * @throws io.halley.shared.event.InvalidValueException if a value in it breaks a rule
     * @throws io.halley.shared.event.TooLargeException if its data is too large
     */
    public static PublishBody read(@Nullable String contentType, @Nullable String typeParameter, Buffer body) {
        boolean json =
                MediaType.read(contentType, MediaType.JSON, MediaType.TEXT).equals(MediaType.JSON);
        String text = Utf8.decode(body);
        EventType type = typeParameter == null ? EventType.MESSAGE : new EventType(typeParameter);
        if (!json) {
            return new PublishBody(type, EventData.ofText(text));
        }
        if (typeParameter != null) {
            return new PublishBody(type, new EventData(text));
        }
        return of(JsonFields.read(text, "type", "data"));
    }

    /** Takes {@code type} and {@code data} out of an object that may have other fields too. */
    public static PublishBody of(JsonFields fields) {
        String data = fields.json("data");
        if (data == null) {
            throw JsonFields.missing("data");
        }
        String type = fields.text("type");
        return new PublishBody(type == null ? EventType.MESSAGE : new EventType(type), new EventData(data));
    }
}
