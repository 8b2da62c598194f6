package io.halley.standalone.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.publisher.PublisherUnderTest.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many events in one call. */
final class BatchTest {

    @AutoClose
    private final PublisherUnderTest publisher;

    BatchTest(@TempDir Path folder) {
        this.publisher = new PublisherUnderTest(folder);
    }

    @Test
    void a_batch_has_a_result_per_entry_and_stops_a_channel_at_its_first_failure() {
        String batch = Stream.of(
                        "{\"channel\":\"chat:a\",\"data\":1}",
                        "{\"channel\":\"chat:b\",\"type\":\"t\",\"data\":[1, 2]}",
                        "{\"channel\":\"chat:a\",\"date\":2}",
                        "not json",
                        "{\"channel\":\"chat:a\",\"data\":3}",
                        "{\"channel\":\"chat:b\",\"data\":3}",
                        "{\"channel\":\"clock\",\"data\":3}",
                        "{\"channel\":\"nope\",\"data\":3}",
                        "{\"channel\":\"chat:c\",\"data\":\"" + "x".repeat(65_535) + "\"}")
                .collect(Collectors.joining("\r\n", "\n", "\n\n"));

        Answer answer = publisher.post("/v1/batch", batch, "Content-Type", "application/x-ndjson");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.statuses()).containsExactly(201, 201, 400, 400, 424, 201, 403, 400, 413);
        assertThat(answer.list("results")
                        .getJsonObject(2)
                        .getJsonObject("problem")
                        .getString("type"))
                .endsWith(":invalid-field");
        assertThat(answer.list("results")
                        .getJsonObject(4)
                        .getJsonObject("problem")
                        .getString("type"))
                .endsWith(":not-attempted");
        assertThat(publisher.get("/v1/channels/chat:a/events").list("events")).hasSize(1);
        JsonArray events = publisher.get("/v1/channels/chat:b/events").list("events");
        assertThat(events.getJsonObject(0).getString("type")).isEqualTo("t");
        assertThat(events.getJsonObject(1).getInteger("data")).isEqualTo(3);
        assertThat(publisher.get("/v1/channels").list("channels")).hasSize(2);
    }

    @Test
    void a_repeated_batch_stores_only_what_is_new() {
        String entry = "{\"channel\":\"chat:a\",\"data\":%d}";
        String batch = "[" + entry.formatted(1) + "," + entry.formatted(2) + "]";
        Answer first = publisher.post("/v1/batch", batch, "Idempotency-Key", "k");
        Answer repeat = publisher.post("/v1/batch", batch, "Idempotency-Key", "k");
        String changed = "[" + entry.formatted(1) + "," + entry.formatted(7) + "," + entry.formatted(8) + "]";
        Answer other = publisher.post("/v1/batch", changed, "Idempotency-Key", "k");

        assertThat(repeat.results("id")).isEqualTo(first.results("id")).hasSize(2);
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(repeat.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(other.statuses()).containsExactly(201, 422, 424);
        assertThat(other.header("Idempotency-Replayed")).isEmpty();
        assertThat(publisher.get("/v1/channels/chat:a/events").list("events")).hasSize(2);
    }

    @Test
    void a_full_batch_over_many_channels_keeps_the_order_in_each() {
        String batch = IntStream.range(0, 1000)
                .mapToObj(i -> "{\"channel\":\"chat:" + i % 100 + "\",\"data\":" + i + "}")
                .collect(Collectors.joining(",", "[", "]"));

        assertThat(publisher.post("/v1/batch", batch).statuses()).hasSize(1000).containsOnly(201);
        for (int channel = 0; channel < 100; channel += 33) {
            List<Integer> data = publisher.get("/v1/channels/chat:" + channel + "/events").list("events").stream()
                    .map(event -> ((JsonObject) event).getInteger("data"))
                    .toList();
            assertThat(data)
                    .isEqualTo(IntStream.iterate(channel, i -> i + 100)
                            .limit(10)
                            .boxed()
                            .toList());
        }
        assertThat(publisher.get("/v1/channels?limit=1000").list("channels")).hasSize(100);
    }
}
