package io.halley.shared.runtime;

/** A command was called in a way that it does not know. The message names what is wrong, in one line. */
public final class UsageException extends RuntimeException {

    public UsageException(String message) {
        super(message, null, false, false);
    }
}
