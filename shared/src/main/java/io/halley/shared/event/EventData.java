package io.halley.shared.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What an event carries: one JSON value, kept token for token (a number stays {@code 1.10}, a doubled name stays
 * doubled); only white space between tokens goes, so that it never holds a line break. At most 64 KiB of UTF-8.
 *
 * @param json the value as JSON text
 */
public record EventData(String json) {

    public static final int LARGEST_BYTES = 64 * 1024;

    private static final JsonFactory JSON = new JsonFactory();

    public EventData {
        // first, since white space taken out of what is no JSON can make it JSON: 1 2
        check(json);
        json = compact(json);
        int bytes = utf8Length(json);
        if (bytes > LARGEST_BYTES) {
            throw new TooLargeException("data", bytes, LARGEST_BYTES);
        }
    }

    /** A JSON string with this text. */
    public static EventData ofText(String text) {
        return new EventData("\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"");
    }

    /** Length of the JSON text in UTF-8. */
    public int bytes() {
        return utf8Length(json);
    }

    @Override
    public String toString() {
        return json;
    }

    /** One pass of a strict parser over the text: exactly one value, nothing before or after it. */
    private static void check(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new InvalidValueException("data", json, "one JSON value");
            }
            parser.skipChildren();
            parser.finishToken();
            if (parser.nextToken() != null) {
                throw new InvalidValueException("data", json, "one JSON value, not several");
            }
        } catch (JsonProcessingException e) {
            throw new InvalidValueException("data", json, "JSON; " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String compact(String json) {
        StringBuilder compact = null;
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            boolean space = !inString && (c == ' ' || c == '\n' || c == '\r' || c == '\t');
            if (space && compact == null) {
                compact = new StringBuilder(json.length()).append(json, 0, i);
            }
            if (!space && compact != null) {
                compact.append(c);
            }
            if (c == '"') {
                inString = !inString;
            } else if (c == '\\' && inString && i + 1 < json.length()) {
                i++;
                if (compact != null) {
                    compact.append(json.charAt(i));
                }
            }
        }
        return compact == null ? json : compact.toString();
    }

    /** Counted, not encoded: this is asked for every event that is read. */
    private static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                throw new InvalidValueException("data", text, "Unicode; there is half a surrogate pair at " + i);
            }
        }
        return bytes;
    }
}
