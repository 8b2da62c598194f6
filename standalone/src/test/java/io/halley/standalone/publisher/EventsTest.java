package io.halley.standalone.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.publisher.PublisherUnderTest.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that are published one by one, and the history of a channel. */
final class EventsTest {

    @AutoClose
    private final PublisherUnderTest publisher;

    EventsTest(@TempDir Path folder) {
        this.publisher = new PublisherUnderTest(folder);
    }

    @Test
    void a_published_event_is_in_the_history_token_for_token() {
        Answer answer = publisher.post(
                "/v1/channels/chat:a%2Bb/events", "{\"type\":\"note\", \"data\" : {\"n\": 1.10, \"n\":\"\\u00e9\"}}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().fieldNames()).containsExactly("channel", "id", "time");
        JsonObject stored = answer.json();
        assertThat(publisher.get("/v1/channels/chat:a+b/events").response().body())
                .isEqualTo("{\"events\":[{\"channel\":\"chat:a+b\",\"id\":\"" + stored.getString("id") + "\",\"time\":"
                        + stored.getLong("time") + ",\"type\":\"note\",\"data\":{\"n\":1.10,\"n\":\"\\u00e9\"}}],"
                        + "\"cursor\":\"" + stored.getString("id") + "\",\"more\":false}");
    }

    @Test
    void a_type_in_the_query_makes_the_body_the_data_and_text_a_string() {
        publisher.post("/v1/channels/chat:a/events?type=score&_=123", "[2,1]");
        publisher.send(publisher
                .request("/v1/channels/chat:a/events")
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(BodyPublishers.ofString("say \"hé\"\n")));

        JsonArray events = publisher.get("/v1/channels/chat:a/events").list("events");
        assertThat(events.getJsonObject(0).getString("type")).isEqualTo("score");
        assertThat(events.getJsonObject(0).getJsonArray("data")).isEqualTo(JsonArray.of(2, 1));
        assertThat(events.getJsonObject(1).getString("type")).isEqualTo("message");
        assertThat(events.getJsonObject(1).getString("data")).isEqualTo("say \"hé\"\n");
        assertThat(events).hasSize(2);
    }

    @Test
    void a_repeat_under_the_same_key_returns_the_first_answer() {
        String path = "/v1/channels/chat:a/events";
        Answer first = publisher.post(path, "{\"data\":1}", "Idempotency-Key", "k");
        Answer repeat = publisher.post(path, "{ \"type\":\"message\",\"data\":1}", "Idempotency-Key", "k");
        Answer other = publisher.post(path, "{\"data\":2}", "Idempotency-Key", "k");
        Answer elsewhere = publisher.post("/v1/channels/chat:b/events", "{\"data\":2}", "Idempotency-Key", "k");

        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(repeat.status()).isEqualTo(201);
        assertThat(repeat.json()).isEqualTo(first.json());
        assertThat(repeat.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.slug()).isEqualTo("idempotency-key-reused");
        assertThat(elsewhere.status()).isEqualTo(201);
        assertThat(publisher.get(path).list("events")).hasSize(1);
        assertThat(publisher.count("halley_publishes", "outcome", "stored")).isEqualTo(2);
        assertThat(publisher.count("halley_publishes", "outcome", "replayed")).isEqualTo(1);
        assertThat(publisher.count("halley_publishes", "outcome", "refused")).isEqualTo(1);
    }

    @Test
    void history_is_read_in_parts_and_says_where_something_is_missing() {
        List<String> ids = IntStream.range(0, 5)
                .mapToObj(i -> publisher.post("/v1/channels/chat:a/events", "{\"data\":" + i + "}"))
                .map(answer -> answer.json().getString("id"))
                .toList();

        Answer first = publisher.get("/v1/channels/chat:a/events?limit=2");
        assertThat(first.names("events", "id")).isEqualTo(ids.subList(0, 2));
        assertThat(first.json().getBoolean("more")).isTrue();
        String cursor = first.json().getString("cursor");
        Answer second = publisher.get("/v1/channels/chat:a/events?cursor=" + cursor);
        assertThat(second.names("events", "id")).isEqualTo(ids.subList(2, 5));
        assertThat(second.json().getBoolean("more")).isFalse();
        assertThat(publisher.get("/v1/channels/chat:a/events?cursor=last:1").names("events", "id"))
                .isEqualTo(ids.subList(4, 5));
        assertThat(publisher.get("/v1/channels/chat:a/events?cursor=now").names("events", "id"))
                .isEmpty();

        JsonArray afterGap =
                publisher.get("/v1/channels/chat:a/events?cursor=zzzzzzzz.7").list("events");
        JsonObject gap = afterGap.getJsonObject(0);
        assertThat(gap.getString("type")).isEqualTo("$gap");
        assertThat(gap.getJsonObject("data").getMap())
                .containsEntry("channel", "chat:a")
                .containsEntry("requested", "zzzzzzzz.7")
                .containsEntry("earliest", ids.get(0))
                .containsEntry("head", ids.get(4))
                .containsEntry("cursor", ids.get(0).replaceFirst("1$", "0"));
        assertThat(afterGap).hasSize(6);
    }

    @Test
    void history_is_held_until_there_is_an_event_or_the_publisher_stops() {
        String head = publisher
                .post("/v1/channels/chat:a/events", "{\"data\":1}")
                .json()
                .getString("id");
        String path = "/v1/channels/chat:a/events?wait=20&cursor=";
        List<CompletableFuture<HttpResponse<String>>> answers =
                List.of(publisher.sendLater(path + head), publisher.sendLater(path + "now"));
        publisher.awaitHeldHistories(2);
        assertThat(publisher.get(path + "start").json().getString("cursor")).isEqualTo(head);

        String id = publisher
                .post("/v1/channels/chat:a/events", "{\"data\":2}")
                .json()
                .getString("id");
        assertThat(answers).allSatisfy(answer -> assertThat(new Answer(answer.join()).names("events", "id"))
                .containsExactly(id));

        CompletableFuture<HttpResponse<String>> last = publisher.sendLater(path + id);
        publisher.awaitHeldHistories(1);
        publisher.stop();
        Answer end = new Answer(last.join());
        assertThat(end.json().encode()).isEqualTo("{\"events\":[],\"cursor\":\"" + id + "\",\"more\":false}");
    }
}
