package io.halley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.config.Config;
import io.halley.shared.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docker-compose.yml agrees with Halley and with docs/operations.md. That it runs is seen elsewhere. */
class ComposeTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern GIVEN = Pattern.compile("(?m)^ +(HALLEY_[A-Z_]+):");
    private static final Pattern ASKED = Pattern.compile("\\$\\{(HALLEY_[A-Z_]+):-([^}]*)}");

    @Test
    void every_variable_of_a_process_is_a_setting() throws IOException {
        List<String> settings = Config.settings().stream().map(Setting::name).toList();
        assertThat(matches(GIVEN).stream().map(variable -> variable.group(1)))
                .isNotEmpty()
                .isSubsetOf(settings);
    }

    @Test
    void every_variable_of_its_own_is_in_the_document_with_its_default() throws IOException {
        String document = Files.readString(ROOT.resolve("docs").resolve("operations.md"));
        assertThat(matches(ASKED)).isNotEmpty().allSatisfy(variable -> {
            String otherwise = variable.group(2);
            if (!otherwise.isEmpty()) {
                assertThat(document).contains("`" + variable.group(1) + "` (" + otherwise + ")");
            }
        });
    }

    private static List<MatchResult> matches(Pattern pattern) throws IOException {
        String compose = Files.readString(ROOT.resolve("docker-compose.yml"));
        return pattern.matcher(compose).results().toList();
    }
}
