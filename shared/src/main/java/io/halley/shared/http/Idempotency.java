package io.halley.shared.http;

import io.halley.shared.event.InvalidValueException;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code Idempotency-Key} of a request, which makes a repeat return the first answer. */
public final class Idempotency {

    /** Shorter than what the store takes: a batch puts the entry's number behind it. */
    public static final int LONGEST_KEY = 200;

    private static final String HEADER = "Idempotency-Key";

    private Idempotency() {}

    /**
     * The key that was sent, or null for none.
     *
     * @throws InvalidValueException if it breaks the rule, or there are two
     */
    public static @Nullable String key(HttpServerRequest request) {
        List<String> keys = request.headers().getAll(HEADER);
        if (keys.isEmpty()) {
            return null;
        }
        if (keys.size() > 1) {
            throw invalid(HEADER, String.join(", ", keys));
        }
        return key(HEADER, keys.get(0));
    }

    /**
     * A key that was sent elsewhere than in the header.
     *
     * @param what names it where it breaks the rule
     * @throws InvalidValueException if it does
     */
    public static String key(String what, String key) {
        if (key.length() > LONGEST_KEY || !key.matches("[\\x21-\\x7e]+")) {
            throw invalid(what, key);
        }
        return key;
    }

    private static InvalidValueException invalid(String what, String value) {
        return new InvalidValueException(
                what, value, "one key of 1 to " + LONGEST_KEY + " visible ASCII characters, no spaces");
    }
}
