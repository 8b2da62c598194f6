package io.halley.standalone;

import io.halley.shared.config.Config;
import io.halley.shared.config.Config.Server;
import io.halley.shared.runtime.Command;
import io.halley.shared.runtime.Launcher;
import io.halley.shared.runtime.Program;
import io.halley.standalone.cli.Commands;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code halley.jar}. */
public final class Main implements Program {

    private Main() {}

    public static void main(String[] arguments) {
        Launcher.run(new Main(), arguments);
    }

    @Override
    public String jar() {
        return "halley.jar";
    }

    @Override
    public String purpose() {
        return "store, publisher and gateway in this process";
    }

    @Override
    public Set<Server> servers() {
        return EnumSet.allOf(Server.class);
    }

    @Override
    public List<Command> commands() {
        return Commands.all();
    }

    @Override
    public Running start(Config config) {
        Standalone halley = new Standalone(config);
        return new Running(Welcome.text(config, halley), halley::stop);
    }
}
