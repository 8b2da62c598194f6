package io.halley.standalone.cli;

import io.halley.shared.runtime.Command;
import java.util.List;

/** What {@code bin/halley} can do. */
public final class Commands {

    private Commands() {}

    public static List<Command> all() {
        return List.of(new PushCommand(), new WatchCommand(), new UsersCommand());
    }
}
