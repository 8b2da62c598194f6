package io.halley.standalone;

import io.halley.shared.config.Config;
import io.halley.shared.config.ConfigException;
import io.halley.shared.runtime.Logging;
import io.halley.shared.runtime.StartException;
import io.halley.shared.runtime.StopSignals;
import io.halley.shared.runtime.Version;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Starts Halley. What is wrong with the settings or the machine is said in one line each; then the status is 1. */
public final class Main {

    private static final int CANNOT_START = 1;
    private static final int WRONG_ARGUMENT = 2;

    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            System.exit(answer(arguments));
        }
        Logging.setUp();
        System.exit(start(System.getenv()));
    }

    private static int answer(String[] arguments) {
        String argument = arguments[0];
        if (arguments.length == 1 && argument.equals("--help")) {
            System.out.print(Screen.help(Config.settings()));
            return 0;
        }
        if (arguments.length == 1 && argument.equals("--version")) {
            System.out.println("halley " + Version.CURRENT);
            return 0;
        }
        complain(List.of("arguments: " + String.join(" ", arguments) + " (expected: none, --help or --version)"));
        return WRONG_ARGUMENT;
    }

    /** Returns only if it can't start. */
    private static int start(Map<String, String> environment) {
        complain(Config.unknownVariables(environment));
        try {
            Config config = Config.read(environment);
            Standalone halley = new Standalone(config);
            StopSignals.handle(halley::stop);
            System.out.print(Screen.welcome(config, halley));
            Thread.currentThread().join();
        } catch (ConfigException e) {
            complain(e.problems());
        } catch (StartException | IOException e) {
            complain(List.of(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            complain(List.of("interrupted"));
        }
        return CANNOT_START;
    }

    private static void complain(List<String> lines) {
        lines.forEach(line -> System.err.println("halley: " + line));
    }
}
