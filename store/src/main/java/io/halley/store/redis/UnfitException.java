package io.halley.store.redis;

/** There is a Redis, but it can't be worked with for the time being. The message is one line for an operator. */
final class UnfitException extends RuntimeException {

    UnfitException(String line) {
        super(line);
    }
}
