package io.halley.store;

import org.jspecify.annotations.Nullable;

/**
 * The data folder can't be used: it is in use, can't be written, is of an unknown format, or is damaged. The message is
 * one line for whoever starts Halley, and names the folder or the file.
 */
public final class DataFolderException extends RuntimeException {

    public DataFolderException(String line) {
        this(line, null);
    }

    public DataFolderException(String line, @Nullable Throwable cause) {
        super(line, cause);
    }
}
