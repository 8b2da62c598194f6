package io.halley.shared.event;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Makes publishing exactly once: a repeat under the same key, by the same principal, in the same channel, within 24
 * hours, returns the first answer.
 *
 * @param principal who publishes: at most 1,000 characters
 * @param key what the publisher sent: 1 to 255 visible ASCII characters, to which a batch adds the entry's number
 * @param fingerprint tells whether the repeat carries the same body: 22 characters of base64url
 */
public record IdempotencyKey(String principal, String key, String fingerprint) {

    private static final int LONGEST_PRINCIPAL = 1_000;
    private static final Pattern RULE = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /**
     * Checks the parts.
     *
     * @throws InvalidValueException if the key breaks its rule
     * @throws IllegalArgumentException if the principal or the fingerprint does
     */
    public IdempotencyKey {
        if (principal.length() > LONGEST_PRINCIPAL) {
            throw new IllegalArgumentException("principal of " + principal.length() + " characters");
        }
        if (!RULE.matcher(key).matches()) {
            throw new InvalidValueException("Idempotency-Key", key, "1 to 255 visible ASCII characters, no spaces");
        }
        if (fingerprint.length() != Fingerprint.LENGTH) {
            throw new IllegalArgumentException("fingerprint of " + fingerprint.length() + " characters");
        }
    }

    /** A key whose fingerprint is taken of the type and the data. */
    public static IdempotencyKey of(String principal, String key, EventType type, EventData data) {
        String body = type.name() + "\n" + data.json();
        return new IdempotencyKey(principal, key, Fingerprint.of(body.getBytes(StandardCharsets.UTF_8)));
    }
}
