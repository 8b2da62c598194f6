package io.halley.shared.runtime;

import io.halley.shared.config.Config;
import io.halley.shared.config.ConfigException;
import io.halley.shared.config.Secrets;
import java.util.List;
import java.util.Map;

/**
 * What every main of Halley does. What is wrong with the settings or the machine is said in one line each; then the
 * status is 1. For a wrong argument it is 2.
 */
public final class Launcher {

    private static final int CANNOT_START = 1;
    private static final int WRONG_ARGUMENT = 2;

    private Launcher() {}

    /** Does what the arguments say, without any starts the program, and ends the JVM. Never returns. */
    public static void run(Program program, String[] arguments) {
        System.exit(status(program, List.of(arguments), System.getenv()));
    }

    private static int status(Program program, List<String> arguments, Map<String, String> environment) {
        try {
            for (Command command : program.commands()) {
                if (!arguments.isEmpty() && command.name().equals(arguments.get(0))) {
                    return status(command, arguments.subList(1, arguments.size()), environment);
                }
            }
            String argument = String.join(" ", arguments);
            switch (argument) {
                case "" -> start(program, environment);
                case "--help" -> System.out.print(Help.of(program));
                case "--version" -> System.out.println("halley " + Version.CURRENT);
                case "--health" -> {
                    return HealthCheck.status(Config.managementUrl(environment));
                }
                case "--secrets" -> makeSecrets(Config.read(environment, program.servers()));
                default -> {
                    complain(List.of("arguments: " + argument + " (expected: " + Help.arguments(program) + ")"));
                    return WRONG_ARGUMENT;
                }
            }
            return 0;
        } catch (ConfigException e) {
            complain(e.problems());
        } catch (StartException | CommandException e) {
            complain(List.of(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            complain(List.of("interrupted"));
        }
        return CANNOT_START;
    }

    private static int status(Command command, List<String> arguments, Map<String, String> environment)
            throws InterruptedException {
        if (arguments.contains("--help")) {
            System.out.println("usage: " + Help.usage(command) + "\n" + command.purpose());
            return 0;
        }
        try {
            return command.run(arguments, environment);
        } catch (UsageException e) {
            complain(List.of(String.valueOf(e.getMessage())));
            System.err.println("usage: " + Help.usage(command));
            return WRONG_ARGUMENT;
        }
    }

    /** Returns only by failing. */
    private static void start(Program program, Map<String, String> environment) throws InterruptedException {
        Logging.setUp();
        complain(Config.unknownVariables(environment));
        Program.Running running = program.start(Config.read(environment, program.servers()));
        StopSignals.handle(running.stop());
        System.out.print(running.welcome());
        Thread.currentThread().join();
    }

    private static void makeSecrets(Config config) {
        Secrets.make(config);
        System.out.println("secrets are in " + config.store().dataDir());
    }

    private static void complain(List<String> lines) {
        lines.forEach(line -> System.err.println("halley: " + line));
    }
}
