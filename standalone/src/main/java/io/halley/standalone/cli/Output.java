package io.halley.standalone.cli;

import io.halley.shared.runtime.CommandException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a command says: results as lines of UTF-8 on standard output, all else on standard error. */
final class Output {

    /** Not {@code System.out}, which writes in the encoding of the terminal and hides failures. */
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);

    /**
     * Writes a line, and holds nothing back.
     *
     * @return false if nobody reads it any more
     * @throws CommandException if it can't be written for another reason
     */
    boolean line(String text) {
        try {
            out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.toLowerCase(Locale.ROOT).contains("pipe")) {
                return false;
            }
            throw new CommandException("standard output can't be written: " + reason);
        }
    }

    void note(String text) {
        System.err.println("halley: " + text);
    }
}
