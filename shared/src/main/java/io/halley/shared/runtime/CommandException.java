package io.halley.shared.runtime;

/** A command could not do what it was to do. The message says why, in one line. */
public final class CommandException extends RuntimeException {

    public CommandException(String message) {
        super(message, null, false, false);
    }
}
