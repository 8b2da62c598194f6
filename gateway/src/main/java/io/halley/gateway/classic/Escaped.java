package io.halley.gateway.classic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.halley.shared.event.EventData;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Text from others in answers that old pages put into {@code innerHTML}, or have run by {@code eval}. */
final class Escaped {

    private static final JsonFactory JSON = new JsonFactory();

    private Escaped() {}

    /** Text that is nothing but text in HTML, in an attribute too. */
    static String html(String text) {
        StringBuilder html = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(c);
            }
        }
        return html.toString();
    }

    /** A JSON string; also a JavaScript string of old, which ends at U+2028 and U+2029. */
    static String json(String text) {
        String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(text));
        return '"' + quoted.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + '"';
    }

    /** What an event says: the text of a string, the JSON text of anything else. */
    static String words(EventData data) {
        if (!data.json().startsWith("\"")) {
            return data.json();
        }
        try (JsonParser parser = JSON.createParser(data.json())) {
            return parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : data.json();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
