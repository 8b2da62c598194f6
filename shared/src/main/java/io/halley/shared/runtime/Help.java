package io.halley.shared.runtime;

import io.halley.shared.config.Config;
import io.halley.shared.config.Setting;

/** What {@code --help} says. */
final class Help {

    private Help() {}

    /** What may stand behind the name of the jar. */
    static String arguments(Program program) {
        StringBuilder arguments = new StringBuilder("none, ");
        program.commands().forEach(command -> arguments.append(command.name()).append(", "));
        return arguments.append("--help, --version, --health or --secrets").toString();
    }

    /** How a command is called. */
    static String usage(Command command) {
        return "bin/halley " + command.name() + " " + command.usage();
    }

    static String of(Program program) {
        StringBuilder text = new StringBuilder(
                """
                Halley %1$s: server push to browsers over plain HTTP.
                Back ends post events and push URLs, the store keeps them, browsers get them at once or on return.

                  java -jar %2$s            start %3$s
                  java -jar %2$s --help     this text
                  java -jar %2$s --version  which Halley this is
                  java -jar %2$s --health   ask the one that runs here whether it is ready: status 0 or 1
                  java -jar %2$s --secrets  only make the secrets that are not set, for other processes

                """
                        .formatted(Version.CURRENT, program.jar(), program.purpose()));
        if (!program.commands().isEmpty()) {
            text.append("With a Halley that runs; bin/halley is short for java -jar %s:%n%n".formatted(program.jar()));
            program.commands()
                    .forEach(command -> text.append("  %s%n      %s%n".formatted(usage(command), command.purpose())));
            text.append("%n".formatted());
        }
        text.append("Settings are variables of the environment, each here with its default:%n%n".formatted());
        for (Setting setting : Config.settings()) {
            String otherwise = setting.otherwise().isEmpty() ? "" : "=" + setting.otherwise();
            text.append("  %s%s%n      %s%n".formatted(setting.name(), otherwise, setting.meaning()));
        }
        return text.toString();
    }
}
