package io.halley.shared.event;

/** A value from outside that is larger than Halley takes; the message names the limit. */
public final class TooLargeException extends IllegalArgumentException {

    /**
     * @param what the kind of value: {@code data}, {@code body} …
     * @param bytes its size
     * @param limit the largest that is taken, in bytes
     */
    public TooLargeException(String what, long bytes, long limit) {
        super(what + ": " + bytes + " bytes (expected: at most " + limit + " bytes)");
    }
}
