package io.halley.shared.runtime;

import io.halley.shared.config.Config;
import io.halley.shared.config.Config.Server;
import java.util.List;
import java.util.Set;

/** What one of Halley's jars does. */
public interface Program {

    /** The jar's name. */
    String jar();

    /** What it starts, to be read after "start". */
    String purpose();

    /** What listens in its process. */
    Set<Server> servers();

    /** What else it does, each by a word. */
    default List<Command> commands() {
        return List.of();
    }

    /**
     * Starts all of it, or nothing. Blocks.
     *
     * @throws StartException if the machine does not let it
     * @throws io.halley.shared.config.ConfigException if the secrets can't be had
     */
    Running start(Config config);

    /**
     * A process that is up.
     *
     * @param welcome what whoever started it gets to read; ends with a line break
     * @param stop ends it in order, within two seconds; blocks
     */
    record Running(String welcome, Runnable stop) {}
}
