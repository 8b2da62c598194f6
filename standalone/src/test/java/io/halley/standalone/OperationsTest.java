package io.halley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.store.fixture.FreePort;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/operations.md says of a running Halley. */
class OperationsTest {

    /** One line of the scrape says the type of each; the largest value beside a sum is part of that. */
    private static final Pattern SCRAPED = Pattern.compile("(?m)^# TYPE (halley_[a-z_]+?)(?:_max)? ");

    private static final Pattern LISTED = Pattern.compile("`(halley_[a-z_]+)");

    @Test
    void every_metric_of_halley_is_listed_and_every_listed_one_is_there() throws IOException, InterruptedException {
        SortedSet<String> scraped = new TreeSet<>(names(SCRAPED, scrape(Map.of())));
        String nobody = "redis://127.0.0.1:" + FreePort.next();
        scraped.addAll(names(SCRAPED, scrape(Map.of("HALLEY_STORE", "redis", "HALLEY_REDIS_URL", nobody))));
        String document = Files.readString(Path.of("..", "docs", "operations.md"));
        assertThat(scraped).isNotEmpty().isEqualTo(names(LISTED, document));
    }

    private static String scrape(Map<String, String> variables) throws IOException, InterruptedException {
        try (RunningHalley halley = new RunningHalley(variables)) {
            HttpRequest request = HttpRequest.newBuilder(halley.management().resolve("/metrics"))
                    .build();
            return halley.http().send(request, BodyHandlers.ofString()).body();
        }
    }

    private static SortedSet<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
