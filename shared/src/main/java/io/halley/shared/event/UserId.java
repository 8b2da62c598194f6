package io.halley.shared.event;

import java.util.regex.Pattern;

/** Who signs in and is pushed to: 1 to 64 of {@code [A-Za-z0-9._~@+-]}, first a letter or digit. */
public record UserId(String value) {

    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~@+-]{0,63}");

    public UserId {
        if (!RULE.matcher(value).matches()) {
            throw new InvalidValueException(
                    "user", value, "1 to 64 of A-Z a-z 0-9 . _ ~ @ + -, first a letter or digit");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
