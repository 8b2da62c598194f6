package io.halley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What bin/run, bin/halley and bin/test say on a machine that lacks something: a copy of them, with few programs on the PATH. */
@Timeout(60)
class CommandsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private Path programs = Path.of("");

    @BeforeEach
    void copyCommands() throws IOException {
        Path bin = Path.of("..", "bin").toAbsolutePath().normalize();
        try (Stream<Path> files = Files.walk(bin)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve("bin").resolve(bin.relativize(file)));
            }
        }
        programs = Files.createDirectory(folder.resolve("programs"));
        for (String name : List.of("bash", "dirname", "find", "head", "sed", "sort", "cat", "env", "id", "tr")) {
            Path program = Stream.of("/bin/", "/usr/bin/")
                    .map(place -> Path.of(place + name))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            program(name, "exec " + program + " \"$@\"");
        }
    }

    @Test
    void no_java() throws IOException {
        assertComplaint("run", "no java found (expected: a JDK from 17 on, by JAVA_HOME or on the PATH)");
        assertComplaint("halley", "no java found (expected: a JDK from 17 on, by JAVA_HOME or on the PATH)", "users");
        assertComplaint("test", "no java found (expected: a JDK from 17 on, by JAVA_HOME or on the PATH)");
    }

    @Test
    void an_old_java() throws IOException {
        program("java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
        assertComplaint("run", programs.resolve("java") + " is Java 11 (expected: 17 or newer)");
    }

    @Test
    void no_jdk() throws IOException {
        program("java", "echo 'openjdk version \"21\" 2023-09-19' >&2");
        assertComplaint("run", "no javac beside " + programs.resolve("java") + " (expected: a JDK, not a JRE)");
    }

    @Test
    void no_maven_and_an_old_one() throws IOException {
        program("java", "echo 'openjdk version \"21\" 2023-09-19' >&2");
        program("javac", "");
        assertComplaint("run", "no mvn found (expected: Maven from 3.8.7 on, on the PATH)");
        program("mvn", "echo 'Apache Maven 3.8.6 (abc)'");
        assertComplaint("run", "mvn is Maven 3.8.6 (expected: 3.8.7 or newer)");
        assertComplaint("test", "mvn is Maven 3.8.6 (expected: 3.8.7 or newer)");
    }

    @Test
    void no_node_and_no_browser() throws IOException {
        program("java", "echo 'openjdk version \"21\" 2023-09-19' >&2");
        program("javac", "");
        program("mvn", "echo 'Apache Maven 3.10.0 (abc)'");
        assertComplaint("test", "no node found (expected: Node.js from 18 on, on the PATH; install nodejs)");
        program("node", "echo v20.1.0");
        assertComplaint("test", "no browser found (expected: Chromium or Chrome on the PATH, or its path in CHROMIUM)");
    }

    @Test
    void no_redis_and_an_old_one() throws IOException {
        program("java", "echo 'openjdk version \"21\" 2023-09-19' >&2");
        program("javac", "");
        program("mvn", "echo 'Apache Maven 3.10.0 (abc)'");
        program("node", "echo v20.1.0");
        program("chromium", "");
        // an engine that does not answer is none
        program("docker", "exit 1");
        assertComplaint(
                "test",
                "no Redis found (expected: a Docker engine that answers, or redis-server on the PATH;"
                        + " install redis-server)");
        program("redis-server", "echo 'Redis server v=6.0.16 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64 build=a'");
        assertComplaint("test", programs.resolve("redis-server") + " is Redis 6.0.16 (expected: 6.2 or newer)");
    }

    @Test
    void an_argument_that_is_none() throws IOException {
        try (Spawned test = run("test", "--fast")) {
            assertThat(test.awaitEnd(PATIENCE)).isEqualTo(1);
            assertThat(test.errors()).isEqualTo("test: --fast (expected: --long or --java HOME)\n");
        }
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void assertComplaint(String command, String expected, String... arguments) {
        try (Spawned spawned = run(command, arguments)) {
            assertThat(spawned.awaitEnd(PATIENCE)).isEqualTo(1);
            assertThat(spawned.errors()).isEqualTo(command + ": " + expected + "\n");
            assertThat(spawned.output()).isEmpty();
        }
    }

    private Spawned run(String command, String... arguments) {
        Map<String, String> environment = Map.of(
                "PATH",
                programs.toString(),
                "HOME",
                folder.toString(),
                "JAVA_HOME",
                "",
                "CHROMIUM",
                "",
                "PLAYWRIGHT_NODEJS_PATH",
                "",
                "PLAYWRIGHT_BROWSERS_PATH",
                "",
                "REDIS_SERVER",
                "");
        List<String> line = Stream.concat(
                        Stream.of(folder.resolve("bin").resolve(command).toString()), Stream.of(arguments))
                .toList();
        return Spawned.run(folder, environment, line);
    }
}
