package io.halley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of README.md, in its order, on other ports and in another folder. */
@Tag("jar")
@Timeout(120)
class ReadmeTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void every_command_does_what_it_says() throws IOException {
        Map<String, String> environment = HalleyJar.environment(folder.resolve("data"));
        List<String> commands = commands();
        assertThat(commands.subList(0, 2)).containsExactly("bin/run\n", "bin/test\n");
        List<Spawned> streams = new ArrayList<>();
        try (Spawned halley = Spawned.run(folder, environment, List.of(ROOT + "/bin/run"))) {
            halley.awaitOutput(HalleyJar.UP, PATIENCE);
            for (String command : commands.subList(2, commands.size())) {
                Spawned shell = Spawned.run(folder, environment, List.of("sh", "-ec", here(command, environment)));
                streams.add(shell);
                if (command.contains("curl -N")) {
                    shell.awaitOutput("$caught-up", PATIENCE);
                } else if (command.contains("watch")) {
                    shell.awaitOutput("\"title\":\"An example\"", PATIENCE);
                } else if (command.contains("bin/halley")) {
                    assertThat(shell.awaitEnd(PATIENCE)).as(shell.errors()).isZero();
                    assertThat(shell.output()).containsPattern("1\t(online|offline)\t");
                } else {
                    assertThat(shell.awaitEnd(PATIENCE)).as(command).isZero();
                    assertThat(shell.output()).as(command).contains("{").doesNotContain("problem-type", "\"status\":4");
                }
            }
            String said = streams.stream().map(Spawned::output).reduce("", String::concat);
            assertThat(said)
                    .contains(
                            "\"user\":\"1\"",
                            "\"type\":\"push\"",
                            "https://example.org/",
                            "\"channel\":\"chat:lobby\"");
            streams.get(1).awaitOutput("{\"text\":\"hello\"}", PATIENCE);
        } finally {
            streams.forEach(Spawned::close);
        }
    }

    @Test
    void every_setting_is_listed_with_its_default() throws IOException {
        for (String document : List.of("README.md", "docs/operations.md")) {
            List<String> rows = Files.readAllLines(ROOT.resolve(document)).stream()
                    .filter(line -> line.startsWith("| `HALLEY_"))
                    .toList();
            assertThat(rows)
                    .as(document)
                    .containsExactlyElementsOf(Config.settings().stream()
                            .map(setting -> "| `" + setting.name() + "` | "
                                    + (setting.otherwise().isEmpty() ? "" : "`" + setting.otherwise() + "`") + " | "
                                    + setting.meaning() + " |")
                            .toList());
        }
    }

    @Test
    void every_link_to_a_file_leads_somewhere() throws IOException {
        Pattern link = Pattern.compile("]\\((?!https?:)([^)#]+)[^)]*\\)");
        for (String document : List.of(
                "README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/protocol.md", "docs/operations.md")) {
            Path file = ROOT.resolve(document);
            Matcher links = link.matcher(Files.readString(file));
            while (links.find()) {
                assertThat(file.resolveSibling(links.group(1))).as(document).exists();
            }
        }
    }

    private static List<String> commands() throws IOException {
        return BLOCK.matcher(Files.readString(ROOT.resolve("README.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** The README's ports are for people; here others may be using them. */
    private static String here(String command, Map<String, String> environment) {
        return command.replace("bin/halley", ROOT + "/bin/halley")
                .replace(":8080", ":" + environment.get("HALLEY_GATEWAY_PORT"))
                .replace(":8081", ":" + environment.get("HALLEY_PUBLISHER_PORT"));
    }
}
