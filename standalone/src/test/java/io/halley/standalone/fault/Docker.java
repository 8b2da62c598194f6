package io.halley.standalone.fault;

import io.halley.standalone.Spawned;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The docker command, in the folder of docker-compose.yml and with the environment of one stack. */
final class Docker {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Map<String, String> environment;

    Docker(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Whether an engine answers, and has Compose. */
    static boolean isThere() {
        return succeeds("docker", "version") && succeeds("docker", "compose", "version");
    }

    /** Runs it; answers what it says. What fails here is the machine's fault and no finding: it ends the test at once. */
    String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    String compose(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker", "compose"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    String run(List<String> command) {
        try (Spawned process = Spawned.run(ROOT, environment, command)) {
            int status = process.awaitEnd(LONGEST);
            if (status != 0) {
                throw new IllegalStateException(
                        command + " ended with " + status + ": " + process.output() + process.errors());
            }
            return process.output();
        }
    }

    private static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
