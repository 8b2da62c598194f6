package io.halley.shared.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.halley.shared.event.InvalidValueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object whose fields are known beforehand, as every body of Halley is: a field that is not known or is there
 * twice is an error. Values are kept as they were written.
 */
public final class JsonFields {

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Value> values = new LinkedHashMap<>();

    private JsonFields() {}

    private record Value(JsonToken begin, String json) {}

    /**
     * Reads one object.
     *
     * @param known the names that it may have
     * @throws ProblemException 400 naming what is wrong
     */
    public static JsonFields read(String text, String... known) {
        JsonFields fields = new JsonFields();
        parse(text, parser -> {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw invalid("body: " + (parser.currentToken() == null ? "empty" : "not a JSON object")
                        + " (expected: an object with " + String.join(", ", known) + ")");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                fields.add(parser, text, List.of(known));
            }
            if (parser.nextToken() != null) {
                throw invalid("body: text after the JSON object (expected: one object)");
            }
        });
        return fields;
    }

    /** Whether a text is one JSON value; one that is too deep for {@link #read} is. */
    public static boolean isJson(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            parser.finishToken();
            return parser.nextToken() == null;
        } catch (StreamConstraintsException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The first value of this name, as it was written, in a text that {@link #read} refuses; null if there is none. */
    public static @Nullable String findJson(String text, String name) {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals(name);
                parser.nextToken();
                String value = slice(parser, text);
                if (found) {
                    return value;
                }
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    /** The first string of this name in a text that {@link #read} refuses; null if there is none to be found. */
    public static @Nullable String find(String text, String name) {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals(name);
                if (parser.nextToken() == JsonToken.VALUE_STRING && found) {
                    return parser.getText();
                }
                parser.skipChildren();
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Reads a JSON array into its elements, each as it was written. */
    public static List<String> elements(String text) {
        List<String> elements = new ArrayList<>();
        parse(text, parser -> {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw invalid("body: not a JSON array");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(slice(parser, text));
            }
            if (parser.nextToken() != null) {
                throw invalid("body: text after the JSON array (expected: one array)");
            }
        });
        return elements;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The value as it was written, or null if there is none. */
    public @Nullable String json(String name) {
        Value value = values.get(name);
        return value == null ? null : value.json();
    }

    /** The value of a field that must be a string, or null if there is none. */
    public @Nullable String text(String name) {
        Value value = values.get(name);
        if (value == null) {
            return null;
        }
        if (value.begin() != JsonToken.VALUE_STRING) {
            throw new InvalidValueException(name, value.json(), "a string");
        }
        return unquote(value.json());
    }

    /** The value of a field that must be a string and must be there. */
    public String requiredText(String name) {
        String text = text(name);
        if (text == null) {
            throw missing(name);
        }
        return text;
    }

    /** The value of a field that must be an array of strings, or null if it is not an array or not there. */
    public @Nullable List<String> texts(String name) {
        Value value = values.get(name);
        if (value == null || value.begin() != JsonToken.START_ARRAY) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (String element : elements(value.json())) {
            if (!element.startsWith("\"")) {
                throw new InvalidValueException(name, element, "strings");
            }
            texts.add(unquote(element));
        }
        return texts;
    }

    /** What to throw where a field is missing. */
    public static ProblemException missing(String name) {
        return new ProblemException(Problem.invalid(name, name + ": missing (expected: a field \"" + name + "\")"));
    }

    private void add(JsonParser parser, String text, List<String> known) throws IOException {
        String name = parser.currentName();
        if (!known.contains(name)) {
            throw new InvalidValueException("field", name, "only " + String.join(", ", known));
        }
        JsonToken begin = parser.nextToken();
        if (values.put(name, new Value(begin, slice(parser, text))) != null) {
            throw new InvalidValueException("field", name, "each field once");
        }
    }

    /** The text of the value whose first token the parser stands at; leaves it at the last one. */
    private static String slice(JsonParser parser, String text) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        return text.substring(start, (int) parser.currentLocation().getCharOffset());
    }

    private static String unquote(String json) {
        String[] text = new String[1];
        parse(json, parser -> {
            parser.nextToken();
            text[0] = parser.getText();
        });
        return text[0];
    }

    private interface Parsing {
        void run(JsonParser parser) throws IOException;
    }

    private static void parse(String text, Parsing parsing) {
        try (JsonParser parser = JSON.createParser(text)) {
            parsing.run(parser);
        } catch (StreamConstraintsException e) {
            throw invalid("body: JSON nested too deep, or with too long a name or number"
                    + " (expected: at most 1000 levels, numbers of at most 1000 characters)");
        } catch (JsonProcessingException e) {
            throw invalid("body: not JSON, " + e.getOriginalMessage() + " at character "
                    + e.getLocation().getCharOffset());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(Problem.invalid("body", detail));
    }
}
