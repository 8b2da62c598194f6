package io.halley.shared.runtime;

import java.util.List;
import java.util.Map;

/** What one of Halley's jars does instead of starting its program, if its first argument says so. */
public interface Command {

    /** The first argument. */
    String name();

    /** What comes behind the name, as it is called. */
    String usage();

    /** What it does, in one line. */
    String purpose();

    /**
     * Does it, on the calling thread, and answers the status of the process.
     *
     * @param arguments those behind the name
     * @throws UsageException if it is called in a wrong way; nothing was done then
     * @throws CommandException if it can't be done
     * @throws io.halley.shared.config.ConfigException if a setting that it needs is wrong
     */
    int run(List<String> arguments, Map<String, String> environment) throws InterruptedException;
}
