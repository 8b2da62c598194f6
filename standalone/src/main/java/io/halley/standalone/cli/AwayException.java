package io.halley.standalone.cli;

/** The publisher does not answer, or not now. The message says so, in one line. */
final class AwayException extends Exception {

    AwayException(String message) {
        super(message, null, false, false);
    }
}
