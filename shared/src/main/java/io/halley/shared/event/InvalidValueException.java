package io.halley.shared.event;

/**
 * A value from outside that breaks a rule. The message names the value and what was expected, and is fit to be shown
 * to whoever sent it.
 */
public final class InvalidValueException extends IllegalArgumentException {

    private static final int LONGEST_ECHO = 100;

    private final String what;

    /**
     * @param what the kind of value: {@code channel}, {@code cursor} …
     * @param value the value as it was sent; shortened, and without control characters, in the message
     * @param expected the rule it breaks
     */
    public InvalidValueException(String what, String value, String expected) {
        super(what + ": " + quote(value) + " (expected: " + expected + ")");
        this.what = what;
    }

    /** The kind of value: {@code channel}, {@code cursor} … */
    public String what() {
        return what;
    }

    /** A value from outside as it may be shown: in quotes, at most 100 characters of it, none of them invisible. */
    public static String quote(String value) {
        String start = value.length() > LONGEST_ECHO ? value.substring(0, LONGEST_ECHO) + "…" : value;
        StringBuilder quoted = new StringBuilder(start.length() + 2).append('"');
        start.codePoints().forEach(c -> quoted.appendCodePoint(isPrintable(c) ? c : '\uFFFD'));
        return quoted.append('"').toString();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
