package io.halley.standalone.gateway;

import static io.halley.standalone.gateway.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.Await;
import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** What a page hears of its user's inbox, and what it may say. */
@Timeout(60)
final class InboxTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @AutoClose
    private static final RunningHalley halley = new RunningHalley();

    private String user;
    private String cookie;
    private String channels;

    @BeforeEach
    void signIn(TestInfo test) {
        user = "u" + Integer.toHexString(test.getDisplayName().hashCode());
        cookie = halley.signIn(user);
        channels = "channel=user:" + user + "&channel=users";
    }

    @Test
    void a_page_hears_what_is_unread_when_it_comes_and_of_all_that_is_read_anywhere() throws Exception {
        String first = push();
        String second = push();
        push();
        try (SseStream page = open();
                SseStream other = open()) {
            assertThat(page.inbox().getInteger("unread")).isEqualTo(3);
            JsonObject began = other.inbox();
            assertThat(began.getInteger("dropped")).isZero();

            JsonObject marked = read("{\"upTo\":\"" + first + "\"}");
            assertThat(marked.getInteger("unread")).isEqualTo(2);
            assertThat(marked.getString("version")).isNotEqualTo(began.getString("version"));
            for (SseStream each : List.of(page, other)) {
                SseStream.Block told = each.nextEvent();
                assertThat(told.type()).isEqualTo("$read");
                assertThat(told.own()).isEqualTo(marked.copy().put("ids", new JsonArray()));
            }

            String last = push();
            JsonObject single = read("{\"ids\":[\"" + last + "\"]}");
            for (SseStream each : List.of(page, other)) {
                assertThat(each.nextEvent().json().getString("id")).isEqualTo(last);
                assertThat(each.nextEvent().own()).isEqualTo(single.copy().put("ids", new JsonArray().add(last)));
            }
            assertThat(single.getInteger("unread")).isEqualTo(2);
            assertThat(ids("unread")).hasSize(2).contains(second).doesNotContain(first, last);
            assertThat(ids("read")).containsExactly(last, first);
            assertThat(ids("all")).hasSize(4).startsWith(last).endsWith(first);
            assertThat(page.lastEventId()).as("what is told moves no cursor").startsWith(last + ",");

            // and nothing else: what comes next is what is pushed next
            String next = push();
            assertThat(page.nextEvent().json().getString("id")).isEqualTo(next);
            assertThat(other.nextEvent().json().getString("id")).isEqualTo(next);
        }
    }

    @Test
    void a_poll_hears_of_it_at_once_if_it_knows_an_older_version_and_else_when_something_is_read() throws Exception {
        String id = push();
        Poll began = Poll.of(halley, channels + "&inbox=&wait=0&cursor=start", "Cookie", cookie);
        assertThat(began.events()).extracting(event -> event.getString("type")).containsExactly("message", "$inbox");
        String version = began.events().get(1).getJsonObject("data").getString("version");
        String query = channels + "&cursor=" + began.cursor() + "&inbox=";
        assertThat(Poll.of(halley, query + version + "&wait=1", "Cookie", cookie))
                .isEqualTo(new Poll(List.of(), began.cursor(), false));

        try (RawConnection held = new RawConnection(halley.gateway());
                RawConnection heldByNobodyWhoAsked = new RawConnection(halley.gateway())) {
            held.get("/v1/events?wait=60&" + query + version, "Cookie", cookie);
            heldByNobodyWhoAsked.get("/v1/events?wait=60&" + channels + "&cursor=" + began.cursor(), "Cookie", cookie);
            Await.subscribers(halley, "user:" + user, 2);
            JsonObject marked = read("{\"upTo\":\"" + began.cursor() + "\"}");

            for (RawConnection each : List.of(held, heldByNobodyWhoAsked)) {
                Poll told = Poll.of(each.readAnswer().body());
                assertThat(told.cursor()).isEqualTo(began.cursor());
                assertThat(told.events()).hasSize(1);
                assertThat(told.events().get(0).getString("type")).isEqualTo("$read");
                assertThat(told.events().get(0).getJsonObject("data").getString("version"))
                        .isEqualTo(marked.getString("version"));
            }
        }
        Poll late = Poll.of(halley, query + version + "&wait=60", "Cookie", cookie);
        assertThat(late.events()).hasSize(1);
        assertThat(late.events().get(0).getString("type")).isEqualTo("$inbox");
        assertThat(late.events().get(0).getJsonObject("data").getInteger("unread"))
                .isZero();
        assertThat(ids("read")).containsExactly(id);
    }

    @Test
    void what_was_pushed_is_sent_then_written_then_delivered_by_an_ack_or_a_poll_then_read() throws Exception {
        String first = push();
        assertThat(state(first)).isEqualTo("sent");
        try (SseStream page = open()) {
            page.inbox();
            Await.until("written", SOON, () -> state(first).equals("written"));
            String second = push();
            acknowledge(first + ",0.0", 204);
            Await.until("delivered", SOON, () -> state(first).equals("delivered"));
            Await.until("written, too", SOON, () -> state(second).equals("written"));

            Poll.of(halley, channels + "&wait=0&cursor=" + second + ",0.0", "Cookie", cookie);
            Await.until("delivered", SOON, () -> state(second).equals("delivered"));
            read("{\"ids\":[\"" + second + "\"]}");
            assertThat(state(second)).isEqualTo("read");
            assertThat(state(first)).isEqualTo("delivered");
        }
    }

    @Test
    void what_breaks_a_rule_is_refused_and_marks_nothing() {
        String id = push();
        String before = get("/v1/inbox").body();
        Map<String, String> bodies = Map.of(
                "",
                "empty",
                "{}",
                "neither upTo nor ids",
                "{\"upTo\":\"now\"}",
                "\"now\"",
                "{\"upTo\":\"" + id + "\",\"user\":\"2\"}",
                "\"user\"",
                "{\"ids\":[1]}",
                "strings");
        bodies.forEach((body, said) -> {
            HttpResponse<String> refused = halley.post("/v1/inbox/read", body, "Cookie", cookie);
            assertThat(refused.statusCode()).as(body).isEqualTo(400);
            assertThat(new JsonObject(refused.body()).getString("detail")).contains(said);
        });
        String gone = "{\"upTo\":\"zzzzzzzz." + id.split("\\.", 2)[1] + "\"}";
        assertProblem(halley.post("/v1/inbox/read", gone, "Cookie", cookie), 409, "epoch-gone", "zzzzzzzz.");
        assertProblem(get("/v1/inbox?state=seen"), 400, "invalid-state", "unread, read or all");
        assertProblem(get("/v1/inbox?after=now,now"), 400, "invalid-after", "two event ids");
        assertProblem(get("/v1/inbox?limit=0"), 400, "invalid-limit", "1 to 1000");
        assertProblem(get("/v1/events?" + channels + "&wait=0&inbox=A"), 400, "invalid-inbox", "\"A\"");
        acknowledge("now", 400);
        acknowledge(id, 400);
        assertThat(get("/v1/inbox").body()).isEqualTo(before);
    }

    @Test
    void it_is_nobody_elses_and_no_other_site_may_mark_it() {
        String id = push();
        String upTo = "{\"upTo\":\"" + id + "\"}";
        String other = halley.signIn("somebody-else");
        for (String path : List.of("/v1/inbox/read", "/v1/inbox/ack")) {
            assertProblem(halley.post(path, upTo), 401, "unauthorized", "signed in");
            assertProblem(halley.post(path + "?user=" + user, upTo, "Cookie", other), 401, "unauthorized", user);
            assertProblem(
                    halley.post(path, upTo, "Cookie", cookie, "Sec-Fetch-Site", "cross-site"),
                    403,
                    "forbidden",
                    "cross-site");
        }
        assertProblem(halley.get("/v1/inbox"), 401, "unauthorized", "signed in");
        assertProblem(halley.get("/v1/inbox?user=" + user, "Cookie", other), 401, "unauthorized", user);
        // the event is in no inbox of the other one
        assertProblem(halley.post("/v1/inbox/read", upTo, "Cookie", other), 409, "epoch-gone", id);
        assertThat(ids("unread")).containsExactly(id);
        String both = cookie + "; " + other;
        assertProblem(halley.get("/v1/inbox", "Cookie", both), 400, "invalid-user", "several");
        assertThat(halley.get("/v1/inbox?user=" + user, "Cookie", both).body()).contains(id);
    }

    private SseStream open() throws Exception {
        return SseStream.open(halley.gateway(), channels + "&cursor=start", "Cookie", cookie);
    }

    private String push() {
        return halley.publish("user:" + user, "1").getString("id");
    }

    private HttpResponse<String> get(String path) {
        return halley.get(path, "Cookie", cookie);
    }

    private List<String> ids(String state) {
        return new JsonObject(get("/v1/inbox?state=" + state).body())
                .getJsonArray("events").stream()
                        .map(event -> ((JsonObject) event).getString("id"))
                        .toList();
    }

    private JsonObject read(String body) {
        HttpResponse<String> answer = halley.post("/v1/inbox/read", body, "Cookie", cookie);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private void acknowledge(String cursor, int status) {
        String body = new JsonObject().put("cursor", cursor).encode();
        assertThat(halley.post("/v1/inbox/ack", body, "Cookie", cookie).statusCode())
                .isEqualTo(status);
    }

    private String state(String id) {
        JsonObject answer = new JsonObject(
                halley.getAsBackEnd("/v1/receipts?of=" + user + "/" + id).body());
        return answer.getJsonArray("receipts").getJsonObject(0).getString("state");
    }
}
