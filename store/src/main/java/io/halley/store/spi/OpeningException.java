package io.halley.store.spi;

import org.jspecify.annotations.Nullable;

/**
 * A backend can't be opened, and trying again would not help: its data folder is in use, can't be written, is of an
 * unknown format, or is damaged. The message is one line for whoever starts Halley, and names the folder or the file.
 */
public final class OpeningException extends RuntimeException {

    public OpeningException(String line) {
        this(line, null);
    }

    public OpeningException(String line, @Nullable Throwable cause) {
        super(line, cause);
    }
}
