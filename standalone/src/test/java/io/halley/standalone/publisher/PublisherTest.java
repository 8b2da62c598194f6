package io.halley.standalone.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.UserId;
import io.halley.standalone.RunningHalley;
import io.halley.standalone.publisher.PublisherUnderTest.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublisherTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final PublisherUnderTest publisher;

    PublisherTest(@TempDir Path folder) {
        this.publisher = new PublisherUnderTest(folder);
    }

    @AfterEach
    void stop() {
        publisher.close();
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
    void history_is_read_in_parts_and_says_where_something_is_missing() {
        List<String> ids = IntStream.range(0, 5)
                .mapToObj(i -> publisher.post("/v1/channels/chat:a/events", "{\"data\":" + i + "}"))
                .map(answer -> answer.json().getString("id"))
                .toList();

        Answer first = publisher.get("/v1/channels/chat:a/events?limit=2");
        assertThat(ids(first)).isEqualTo(ids.subList(0, 2));
        assertThat(first.json().getBoolean("more")).isTrue();
        String cursor = first.json().getString("cursor");
        Answer second = publisher.get("/v1/channels/chat:a/events?cursor=" + cursor);
        assertThat(ids(second)).isEqualTo(ids.subList(2, 5));
        assertThat(second.json().getBoolean("more")).isFalse();
        assertThat(ids(publisher.get("/v1/channels/chat:a/events?cursor=last:1")))
                .isEqualTo(ids.subList(4, 5));
        assertThat(ids(publisher.get("/v1/channels/chat:a/events?cursor=now"))).isEmpty();

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
    void history_is_held_until_there_is_an_event_or_the_publisher_stops() {
        String head = publisher
                .post("/v1/channels/chat:a/events", "{\"data\":1}")
                .json()
                .getString("id");
        String path = "/v1/channels/chat:a/events?wait=20&cursor=";
        List<CompletableFuture<HttpResponse<String>>> answers =
                List.of(publisher.sendLater(path + head), publisher.sendLater(path + "now"));
        awaitHeld(2);
        assertThat(publisher.get(path + "start").json().getString("cursor")).isEqualTo(head);

        String id = publisher
                .post("/v1/channels/chat:a/events", "{\"data\":2}")
                .json()
                .getString("id");
        assertThat(answers)
                .allSatisfy(answer -> assertThat(ids(new Answer(answer.join()))).containsExactly(id));

        CompletableFuture<HttpResponse<String>> last = publisher.sendLater(path + id);
        awaitHeld(1);
        publisher.stop();
        Answer end = new Answer(last.join());
        assertThat(end.json().encode()).isEqualTo("{\"events\":[],\"cursor\":\"" + id + "\",\"more\":false}");
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
        assertThat(statuses(answer)).containsExactly(201, 201, 400, 400, 424, 201, 403, 400, 413);
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

        assertThat(resultIds(repeat)).isEqualTo(resultIds(first)).hasSize(2);
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(repeat.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(statuses(other)).containsExactly(201, 422, 424);
        assertThat(other.header("Idempotency-Replayed")).isEmpty();
        assertThat(publisher.get("/v1/channels/chat:a/events").list("events")).hasSize(2);
    }

    @Test
    void a_full_batch_over_many_channels_keeps_the_order_in_each() {
        String batch = IntStream.range(0, 1000)
                .mapToObj(i -> "{\"channel\":\"chat:" + i % 100 + "\",\"data\":" + i + "}")
                .collect(Collectors.joining(",", "[", "]"));

        assertThat(statuses(publisher.post("/v1/batch", batch))).hasSize(1000).containsOnly(201);
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

    @Test
    void a_push_reaches_each_user_once() {
        Answer answer = publisher.post(
                "/v1/push", "{\"to\":[\"2\",\"1\",\"2\",\"new\"],\"url\":\"Bücher.example\",\"title\":\" Hi \"}");

        assertThat(answer.json().getString("url")).isEqualTo("http://xn--bcher-kva.example");
        assertThat(statuses(answer)).containsExactly(201, 201, 201);
        assertThat(field(answer, "user")).containsExactly("2", "1", "new");
        assertThat(field(answer, "online")).containsOnly(false);
        assertThat(field(answer, "channel")).containsExactly("user:2", "user:1", "user:new");
        JsonObject event =
                publisher.get("/v1/channels/user:2/events").list("events").getJsonObject(0);
        assertThat(event.getString("type")).isEqualTo("push");
        assertThat(event.getJsonObject("data"))
                .isEqualTo(new JsonObject()
                        .put("url", "http://xn--bcher-kva.example")
                        .put("title", "Hi"));
        assertThat(publisher.get("/v1/channels").list("channels")).hasSize(3);
    }

    @Test
    void a_push_goes_to_whoever_is_online_or_as_one_event_to_all() throws IOException {
        try (RunningHalley halley = new RunningHalley()) {
            List<InputStream> pages = List.of(open(halley, "1"), open(halley, "3"));
            halley.signIn("2");
            awaitOnline(halley, "1", "3");

            Answer some = push(halley, "[\"3\",\"2\",\"new\"]");
            Answer online = push(halley, "\"online\"", "Idempotency-Key", "k");
            Answer repeat = push(halley, "\"online\"", "Idempotency-Key", "k");
            Answer all = push(halley, "\"all\"");

            assertThat(field(some, "online")).containsExactly(true, false, false);
            assertThat(field(online, "user")).containsExactly("1", "3");
            assertThat(repeat.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(resultIds(repeat)).isEqualTo(resultIds(online));
            assertThat(field(all, "channel")).containsExactly("users");
            assertThat(asBackEnd(halley, "/v1/channels").list("channels").stream()
                            .map(channel -> ((JsonObject) channel).getString("channel") + " "
                                    + ((JsonObject) channel).getInteger("events")))
                    .containsExactly("presence 2", "user:1 1", "user:2 1", "user:3 2", "user:new 1", "users 1");
            JsonObject user = asBackEnd(halley, "/v1/users/3").json();
            assertThat(user.getJsonArray("devices").getJsonObject(0).getMap())
                    .containsEntry("transport", "sse")
                    .containsKeys("client", "gateway", "since");
            assertThat(user.getJsonObject("presence").getInteger("online")).isEqualTo(2);
            for (InputStream page : pages) {
                page.close();
            }
        }
    }

    @Test
    void a_push_to_nobody_online_stores_nothing() {
        Answer answer = publisher.post("/v1/push", "{\"to\":\"online\",\"url\":\"x.de\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.list("results")).isEmpty();
        assertThat(answer.header("Idempotency-Replayed")).isEmpty();
        assertThat(publisher.get("/v1/channels").list("channels")).isEmpty();
        assertThat(publisher.count("halley_pushes", "to", "online")).isEqualTo(1);
    }

    @Test
    void a_thousand_users_are_pushed_to_in_one_call() {
        String users = IntStream.range(0, 1000).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));

        Answer answer = publisher.post("/v1/push", "{\"to\":[" + users + "],\"url\":\"x.de\"}");

        assertThat(statuses(answer)).hasSize(1000).containsOnly(201);
        assertThat(field(answer, "user").get(999)).isEqualTo("u999");
        assertThat(publisher.get("/v1/channels?limit=1000&prefix=user:u99").list("channels"))
                .hasSize(11);
    }

    @Test
    void users_are_listed_in_parts() {
        signIn("a1", "a2", "a3", "b1");

        Answer first = publisher.get("/v1/users?prefix=a&limit=2");
        assertThat(names(first, "users", "user")).containsExactly("a1", "a2");
        Answer rest =
                publisher.get("/v1/users?prefix=a&limit=2&after=" + first.json().getString("next"));
        assertThat(names(rest, "users", "user")).containsExactly("a3");
        assertThat(rest.json().getString("next")).isNull();
        assertThat(publisher.get("/v1/users?online=true").list("users")).isEmpty();
        assertThat(publisher.get("/v1/users/a2").json().getMap())
                .containsEntry("user", "a2")
                .containsEntry("online", false)
                .containsKeys("firstSeen", "lastSeen");
    }

    @Test
    void a_channel_can_be_looked_at_and_deleted() {
        String id = publisher
                .post("/v1/channels/chat:a/events", "{\"data\":1}")
                .json()
                .getString("id");
        publisher.post("/v1/channels/chat:b/events", "{\"data\":1}");
        Answer part = publisher.get("/v1/channels?limit=1");
        assertThat(names(part, "channels", "channel")).containsExactly("chat:a");
        assertThat(names(publisher.get("/v1/channels?after=" + part.json().getString("next")), "channels", "channel"))
                .containsExactly("chat:b");
        assertThat(publisher.get("/v1/channels/chat:a").json().getMap())
                .containsEntry("channel", "chat:a")
                .containsEntry("epoch", id.replaceFirst("\\..*", ""))
                .containsEntry("earliest", id)
                .containsEntry("head", id)
                .containsEntry("events", 1)
                .containsEntry("subscribers", 0);

        assertThat(publisher.delete("/v1/channels/chat:a").status()).isEqualTo(204);
        assertThat(publisher.get("/v1/channels/chat:a").status()).isEqualTo(404);
        assertThat(publisher.delete("/v1/channels/chat:a").status()).isEqualTo(404);
        assertThat(names(publisher.get("/v1/channels"), "channels", "channel")).containsExactly("chat:b");
        assertThat(publisher.get("/v1/channels/chat:a/events").list("events")).isEmpty();
    }

    @Test
    void without_a_store_everything_is_503_and_afterwards_goes_on() {
        publisher.post("/v1/channels/chat:a/events", "{\"data\":1}");
        publisher.stopStore();

        for (Answer answer : List.of(
                publisher.post("/v1/channels/chat:a/events", "{\"data\":2}"),
                publisher.post(
                        "/v1/batch", "[{\"channel\":\"chat:a\",\"data\":2},{\"channel\":\"chat:b\",\"data\":2}]"),
                publisher.post("/v1/push", "{\"to\":[\"1\"],\"url\":\"x.de\"}"),
                publisher.post("/v1/push", "{\"to\":\"online\",\"url\":\"x.de\"}"),
                publisher.post("/v1/push", "{\"to\":\"all\",\"url\":\"x.de\"}"),
                publisher.get("/v1/users"),
                publisher.get("/v1/users/1"),
                publisher.get("/v1/channels"),
                publisher.get("/v1/channels/chat:a"),
                publisher.delete("/v1/channels/chat:a"),
                publisher.get("/v1/channels/chat:a/events"))) {
            assertThat(answer.status()).as(answer.response().uri().toString()).isEqualTo(503);
            assertThat(answer.slug()).isEqualTo("unavailable");
            assertThat(answer.header("Retry-After")).isEqualTo("2");
        }
        assertThat(publisher.get("/").status()).isEqualTo(200);
        assertThat(publisher.count("halley_publishes", "outcome", "unavailable"))
                .isEqualTo(5);

        publisher.startStore();
        assertThat(publisher.post("/v1/channels/chat:a/events", "{\"data\":3}").status())
                .isEqualTo(201);
        assertThat(publisher.get("/v1/channels/chat:a/events").list("events")).hasSize(2);
    }

    @Test
    void only_the_pages_are_open_to_everybody() {
        for (String path : List.of("/v1/users", "/v1/nothing", "/v1", "/v1/channels/chat:a/events")) {
            Answer answer = publisher.send(HttpRequest.newBuilder(publisher.uri(path)));
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer ");
        }
        for (String path :
                List.of("/", "/docs", "/openapi.yaml", "/halley.css", "/favicon.svg", "/console/console.js")) {
            Answer answer = publisher.send(HttpRequest.newBuilder(publisher.uri(path)));
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
        }
        assertThat(publisher
                        .send(publisher
                                .request("/v1/users")
                                .setHeader("Authorization", "bearer " + PublisherUnderTest.KEY))
                        .status())
                .isEqualTo(200);
        assertThat(publisher.get("/v1/users").header("Cache-Control")).isEqualTo("no-store");
    }

    /** Which makes nobody online. */
    private void signIn(String... users) {
        for (String user : users) {
            publisher.client.signIn(new UserId(user)).await();
        }
    }

    /** Signs a user in who then holds a stream of the gateway. */
    private static InputStream open(RunningHalley halley, String user) {
        return halley.stream("/v1/events?channel=users", "Cookie", halley.signIn(user))
                .body();
    }

    private void awaitHeld(int requests) {
        long begun = System.nanoTime();
        while (publisher.meters.get("halley_histories_held").gauge().value() != requests) {
            assertThat(System.nanoTime() - begun).isLessThan(PATIENCE.toNanos());
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private static void awaitOnline(RunningHalley halley, String... users) {
        long begun = System.nanoTime();
        while (!names(asBackEnd(halley, "/v1/users?online=true"), "users", "user")
                .equals(List.of(users))) {
            assertThat(System.nanoTime() - begun).isLessThan(PATIENCE.toNanos());
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private static Answer asBackEnd(RunningHalley halley, String path) {
        return new Answer(halley.getAsBackEnd(path));
    }

    private static Answer push(RunningHalley halley, String to, String... headers) {
        return new Answer(halley.postAsBackEnd("/v1/push", "{\"to\":" + to + ",\"url\":\"x.de\"}", headers));
    }

    private static List<Integer> statuses(Answer answer) {
        return field(answer, "status").stream().map(Integer.class::cast).toList();
    }

    private static List<Object> resultIds(Answer answer) {
        return field(answer, "id");
    }

    private static List<Object> field(Answer answer, String name) {
        return answer.list("results").stream()
                .map(result -> ((JsonObject) result).getValue(name))
                .toList();
    }

    private static List<String> ids(Answer answer) {
        return names(answer, "events", "id");
    }

    private static List<String> names(Answer answer, String list, String name) {
        return answer.list(list).stream()
                .map(item -> ((JsonObject) item).getString(name))
                .toList();
    }
}
