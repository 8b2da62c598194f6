package io.halley.standalone.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes JSON apart, one level at a time and every value as it was written. */
final class JsonText {

    private static final JsonFactory JSON = new JsonFactory();

    /** Harmless, and words of some languages need them. */
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;

    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private JsonText() {}

    /**
     * The fields of an object.
     *
     * @throws IOException if it is none
     */
    static Map<String, String> fields(@Nullable String text) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = begin(text, JsonToken.START_OBJECT)) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, slice(parser, String.valueOf(text)));
            }
        }
        return fields;
    }

    /**
     * The elements of an array.
     *
     * @throws IOException if it is none
     */
    static List<String> elements(@Nullable String text) throws IOException {
        List<String> elements = new ArrayList<>();
        try (JsonParser parser = begin(text, JsonToken.START_ARRAY)) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(slice(parser, String.valueOf(text)));
            }
        }
        return elements;
    }

    /**
     * What a string says.
     *
     * @throws IOException if it is none
     */
    static String string(@Nullable String text) throws IOException {
        try (JsonParser parser = begin(text, JsonToken.VALUE_STRING)) {
            return parser.getText();
        }
    }

    /**
     * The same JSON, with what a terminal may take for a command, or for a change of direction, written as escapes. Outside of
     * strings JSON has none of it.
     */
    static String harmless(String json) {
        StringBuilder text = new StringBuilder(json.length());
        json.chars().forEach(c -> {
            int type = Character.getType(c);
            if (type == Character.CONTROL
                    || (type == Character.FORMAT && c != ZERO_WIDTH_NON_JOINER && c != ZERO_WIDTH_JOINER)
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR) {
                text.append("\\u%04x".formatted(c));
            } else {
                text.append((char) c);
            }
        });
        return text.toString();
    }

    /** A string in JSON. */
    static String quote(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static JsonParser begin(@Nullable String text, JsonToken expected) throws IOException {
        JsonParser parser = JSON.createParser(text == null ? "" : text);
        if (parser.nextToken() != expected) {
            parser.close();
            throw new IOException("not the JSON that was expected");
        }
        return parser;
    }

    /** The value that the parser stands at; leaves it at the last token of that. */
    private static String slice(JsonParser parser, String text) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        return text.substring(start, (int) parser.currentLocation().getCharOffset());
    }
}
