package io.halley.gateway.command;

import io.halley.shared.event.InvalidValueException;
import io.halley.shared.http.JsonFields;
import org.jspecify.annotations.Nullable;

/** What a client names a command by, to know its answer: a string or a number, kept as it was written. */
final class Ref {

    static final String NAME = "ref";

    private static final int LONGEST = 64;

    private Ref() {}

    /**
     * The name, as JSON; null if there is none.
     *
     * @throws InvalidValueException if it breaks the rule
     */
    static @Nullable String of(JsonFields fields) {
        String json = fields.json(NAME);
        if (json != null && !isSound(json)) {
            throw new InvalidValueException(NAME, json, "a string or a number of at most " + LONGEST + " characters");
        }
        return json;
    }

    /** The same of a message that can't be read; null also if it breaks the rule. */
    static @Nullable String find(String message) {
        String json = JsonFields.findJson(message, NAME);
        return json != null && isSound(json) ? json : null;
    }

    private static boolean isSound(String json) {
        char first = json.charAt(0);
        boolean string = first == '"';
        return json.length() <= LONGEST + (string ? 2 : 0) && (string || first == '-' || Character.isDigit(first));
    }
}
