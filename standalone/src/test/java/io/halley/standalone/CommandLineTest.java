package io.halley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/halley} beside a Halley that runs. */
@Tag("jar")
@Timeout(120)
class CommandLineTest {

    private static final String HALLEY =
            Path.of("..", "bin", "halley").toAbsolutePath().normalize().toString();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final List<Spawned> running = new ArrayList<>();
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void choosePorts() {
        environment = HalleyJar.environment(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        running.forEach(Spawned::close);
    }

    @Test
    void what_is_pushed_is_watched_across_a_restart_of_the_publisher() {
        Spawned halley = start();
        assertThat(output("push", "1", "2", "example.org", "--title", "Hello"))
                .matches("1\toffline\t\\w+\\.1\n2\toffline\t\\w+\\.1\n");
        Spawned watch = command(environment, "watch", "user:1", "--from", "start");
        watch.awaitOutput("{\"url\":\"http://example.org\",\"title\":\"Hello\"}", PATIENCE);

        halley.signal("TERM");
        halley.awaitEnd(PATIENCE);
        watch.awaitErrors("once it is there", PATIENCE);
        start();
        output("push", "1", "https://example.org/2");
        watch.awaitOutput("{\"url\":\"https://example.org/2\"}", PATIENCE);
        output("push", "1", "https://example.org/3");
        watch.awaitOutput("{\"url\":\"https://example.org/3\"}", PATIENCE);

        watch.signal("INT");
        assertThat(watch.awaitEnd(PATIENCE)).isEqualTo(130);
        assertThat(watch.output().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("{\"channel\":\"user:1\",\"id\":"));
        assertThat(watch.errors().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("halley: "))
                .last()
                .isEqualTo("halley: the publisher is there again");
    }

    @Test
    void a_watch_ends_when_nobody_reads_it() {
        start();
        output("push", "--all", "example.org/1");
        String reader = "{ head -n 1; exec <&-; echo closed; }";
        Spawned pipe = Spawned.run(
                folder, environment, List.of("sh", "-c", "'" + HALLEY + "' watch users --from start | " + reader));
        running.add(pipe);
        // as long as anybody has it open, the pipe takes more
        pipe.awaitOutput("closed", PATIENCE);

        output("push", "--all", "example.org/2");

        assertThat(pipe.awaitEnd(PATIENCE)).isZero();
        assertThat(pipe.output().lines()).hasSize(2).first().asString().contains("example.org/1");
        assertThat(pipe.errors()).hasLineCount(1).startsWith("halley: watching users at ");
    }

    @Test
    void a_gap_is_told_and_what_is_there_is_printed() {
        start();
        output("push", "--all", "example.org/1");

        Spawned watch = command(environment, "watch", "users", "--from", "aaaaaaaa.7");

        watch.awaitOutput("example.org/1", PATIENCE);
        assertThat(watch.errors()).containsPattern("halley: gap: events from aaaaaaaa\\.7 to \\w+\\.1 may be lost");
        assertThat(watch.output()).hasLineCount(1).doesNotContain("$gap");
    }

    @Test
    void users_are_listed() {
        start();
        assertThat(output("users")).isEmpty();
        signIn("a");
        signIn("b");

        assertThat(output("users")).matches("a\toffline\t[0-9TZ:-]+\t-\nb\toffline\t[0-9TZ:-]+\t-\n");
        assertThat(output("users", "--online")).isEmpty();
        assertComplaint(environment, 0, "nobody is online", "push", "--online", "example.org");
    }

    @Test
    void whatever_goes_wrong_is_one_line() {
        Map<String, String> other = new HashMap<>(environment);
        String url = "http://127.0.0.1:" + environment.get("HALLEY_PUBLISHER_PORT");
        assertComplaint(environment, 1, folder.resolve("data/publish.key") + " can't be read", "users");
        other.put("HALLEY_PUBLISH_KEY", "0123456789abcdef");
        assertComplaint(other, 1, "no publisher can be reached at " + url, "push", "1", "example.org");
        assertComplaint(other, 1, "no publisher can be reached at " + url, "watch", "user:1");
        other.put("HALLEY_PUBLISHER_URL", "example.org");
        assertComplaint(other, 1, "HALLEY_PUBLISHER_URL: \"example.org\"", "users");
        other.remove("HALLEY_PUBLISHER_URL");
        start();
        assertComplaint(other, 1, "the publisher at " + url + " does not take the key of HALLEY_PUBLISH_KEY", "users");
        assertComplaint(environment, 1, "url: \"ftp://x\" (expected: ", "push", "1", "ftp://x");
        assertComplaint(environment, 1, "channel: \"clock\" keeps no events", "watch", "clock");
        environment.put("HALLEY_PUBLISHER_URL", "http://127.0.0.1:" + environment.get("HALLEY_MANAGEMENT_PORT"));
        assertComplaint(environment, 1, "/v1/users (expected: ", "users");
    }

    @Test
    void a_wrong_call_shows_the_right_one() {
        try (Spawned wrong = command(Map.of(), "watch", "nope")) {
            assertThat(wrong.awaitEnd(PATIENCE)).isEqualTo(2);
            assertThat(wrong.errors().lines())
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("halley: channel: \"nope\" (expected: ");
            assertThat(wrong.errors()).endsWith("usage: bin/halley watch CHANNEL [--from start|now|last:N|ID]\n");
        }
        assertComplaint(Map.of(), 2, "no command (expected: push, watch, users or --help)");
        assertComplaint(Map.of(), 2, "arguments: fly (expected: none, push, watch, users, ", "fly");
        try (Spawned help = command(Map.of(), "--help")) {
            assertThat(help.awaitEnd(PATIENCE)).isZero();
            assertThat(help.output())
                    .contains("java -jar halley.jar            start store")
                    .contains("bin/halley push USER…", "bin/halley watch CHANNEL", "bin/halley users [--online]");
        }
    }

    private Spawned start() {
        Spawned halley = HalleyJar.run(folder, environment);
        running.add(halley);
        return halley.awaitOutput(HalleyJar.UP, PATIENCE);
    }

    private void signIn(String user) {
        String line = "curl -sf -H 'Content-Type: application/json' -d '{\"user\":\"" + user + "\"}' http://127.0.0.1:"
                + environment.get("HALLEY_GATEWAY_PORT") + "/v1/session";
        Spawned curl = Spawned.run(folder, Map.of(), List.of("sh", "-c", line));
        running.add(curl);
        assertThat(curl.awaitEnd(PATIENCE)).isZero();
    }

    private Spawned command(Map<String, String> environment, String... arguments) {
        List<String> line = new ArrayList<>(HalleyJar.interruptible());
        line.add(HALLEY);
        line.addAll(List.of(arguments));
        Spawned command = Spawned.run(folder, environment, line);
        running.add(command);
        return command;
    }

    /** Of a command that does what it is to do, and has nothing else to say. */
    private String output(String... arguments) {
        Spawned command = command(environment, arguments);
        assertThat(command.awaitEnd(PATIENCE)).as(command.errors()).isZero();
        assertThat(command.errors()).isEmpty();
        return command.output();
    }

    private void assertComplaint(Map<String, String> environment, int status, String part, String... arguments) {
        Spawned command = command(environment, arguments);
        assertThat(command.awaitEnd(PATIENCE)).as(command.errors()).isEqualTo(status);
        assertThat(command.errors()).hasLineCount(1).startsWith("halley: ").contains(part);
        assertThat(command.output()).isEmpty();
    }
}
