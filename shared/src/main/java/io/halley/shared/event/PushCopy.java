package io.halley.shared.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a push, in one channel with those of all others, for old pages that see every one: {@code {"to":USER,"url":URL}}.
 *
 * @param to null if it went to every user; there is no {@code to} in the copy then
 */
public record PushCopy(@Nullable UserId to, PushUrl url) {

    /** Where the copies are. */
    public static final Channel CHANNEL = new Channel("classic:push");

    private static final JsonFactory JSON = new JsonFactory();

    /** Reads one; null if the event is none, since others may publish there, too. */
    public static @Nullable PushCopy of(Event event) {
        try (JsonParser data = JSON.createParser(event.data().json())) {
            String to = null;
            String url = null;
            data.nextToken();
            for (String name = data.nextFieldName(); name != null; name = data.nextFieldName()) {
                String text = data.nextToken() == JsonToken.VALUE_STRING ? data.getText() : null;
                data.skipChildren();
                to = name.equals("to") ? text : to;
                url = name.equals("url") ? text : url;
            }
            return url == null ? null : new PushCopy(to == null ? null : new UserId(to), new PushUrl(url));
        } catch (InvalidValueException other) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public EventDraft draft() {
        String whom = to == null ? "" : "\"to\":\"" + to + "\",";
        String quotable = new String(JsonStringEncoder.getInstance().quoteAsString(url.text()));
        EventData data = new EventData("{" + whom + "\"url\":\"" + quotable + "\"}");
        return new EventDraft(CHANNEL, EventType.PUSH, data, null, null);
    }
}
