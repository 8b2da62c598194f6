package io.halley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RunningHalleyTest {

    @Test
    void an_event_goes_the_whole_way_and_is_still_there_after_a_restart() throws Exception {
        try (RunningHalley halley = new RunningHalley()) {
            JsonObject before = halley.publish("public:news", "1");
            halley.restart();
            var stream = halley.stream("/v1/events?channel=public:news&cursor=start");
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                assertThat(nextId(lines)).isEqualTo(before.getString("id"));
                JsonObject after = halley.publish("public:news", "2");
                assertThat(nextId(lines)).isEqualTo(after.getString("id"));
            }
            assertThat(halley.http()
                            .send(
                                    java.net.http.HttpRequest.newBuilder(
                                                    halley.management().resolve("/ready"))
                                            .build(),
                                    java.net.http.HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    /** The id of the next event that is in the log. */
    private static String nextId(BufferedReader lines) throws Exception {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data:") && line.contains("\"id\":")) {
                return new JsonObject(line.substring("data:".length())).getString("id");
            }
        }
        throw new AssertionError("the stream ended");
    }
}
