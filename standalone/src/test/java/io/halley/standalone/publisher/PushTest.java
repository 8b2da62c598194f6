package io.halley.standalone.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.Await;
import io.halley.standalone.RunningHalley;
import io.halley.standalone.publisher.PublisherUnderTest.Answer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes to some users, to whoever is online, and to all. */
final class PushTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @AutoClose
    private final PublisherUnderTest publisher;

    PushTest(@TempDir Path folder) {
        this.publisher = new PublisherUnderTest(folder);
    }

    @Test
    void a_push_reaches_each_user_once() {
        Answer answer = publisher.post(
                "/v1/push", "{\"to\":[\"2\",\"1\",\"2\",\"new\"],\"url\":\"Bücher.example\",\"title\":\" Hi \"}");

        assertThat(answer.json().getString("url")).isEqualTo("http://xn--bcher-kva.example");
        assertThat(answer.statuses()).containsExactly(201, 201, 201);
        assertThat(answer.results("user")).containsExactly("2", "1", "new");
        assertThat(answer.results("online")).containsOnly(false);
        assertThat(answer.results("channel")).containsExactly("user:2", "user:1", "user:new");
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

            assertThat(some.results("online")).containsExactly(true, false, false);
            assertThat(online.results("user")).containsExactly("1", "3");
            assertThat(repeat.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(repeat.results("id")).isEqualTo(online.results("id"));
            assertThat(all.results("channel")).containsExactly("users");
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

        assertThat(answer.statuses()).hasSize(1000).containsOnly(201);
        assertThat(answer.results("user").get(999)).isEqualTo("u999");
        assertThat(publisher.get("/v1/channels?limit=1000&prefix=user:u99").list("channels"))
                .hasSize(11);
    }

    /** Signs a user in who then holds a stream of the gateway. */
    private static InputStream open(RunningHalley halley, String user) {
        return halley.stream("/v1/events?channel=users", "Cookie", halley.signIn(user))
                .body();
    }

    private static void awaitOnline(RunningHalley halley, String... users) {
        Await.until(List.of(users) + " online", PATIENCE, () -> asBackEnd(halley, "/v1/users?online=true")
                .names("users", "user")
                .equals(List.of(users)));
    }

    private static Answer asBackEnd(RunningHalley halley, String path) {
        return new Answer(halley.getAsBackEnd(path));
    }

    private static Answer push(RunningHalley halley, String to, String... headers) {
        return new Answer(halley.postAsBackEnd("/v1/push", "{\"to\":" + to + ",\"url\":\"x.de\"}", headers));
    }
}
