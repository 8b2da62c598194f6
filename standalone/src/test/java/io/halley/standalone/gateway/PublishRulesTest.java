package io.halley.standalone.gateway;

import static io.halley.standalone.gateway.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each rule of publishing as a user broken once: a clear answer, and nothing stored. */
@Timeout(60)
class PublishRulesTest {

    private static final String PUBLISH = "/v1/channels/chat:rules/events";

    private static RunningHalley halley;
    private static String cookie;

    private record Refusal(String asked, int status, String slug, String shown) {}

    @BeforeAll
    static void start() {
        halley = new RunningHalley();
        cookie = halley.signIn("1");
    }

    /** Whatever was refused in these tests was not stored. */
    @AfterAll
    static void nothing_was_stored() {
        String channels = halley.getAsBackEnd("/v1/channels").body();
        String history = halley.getAsBackEnd("/v1/channels/chat:keys/events?cursor=start")
                .body();
        halley.close();
        assertThat(channels).contains("chat:keys").doesNotContain("chat:rules", "public:", "user:", "orders");
        assertThat(new JsonObject(history).getJsonArray("events")).hasSize(2);
    }

    @Test
    void what_is_published_by_a_user() {
        for (Refusal refusal : List.of(
                new Refusal("", 400, "invalid-body", "empty"),
                new Refusal("{\"data\":", 400, "invalid-body", "not JSON"),
                new Refusal("[1]", 400, "invalid-body", "object"),
                new Refusal("{}", 400, "invalid-data", "missing"),
                new Refusal("{\"data\":1} 2", 400, "invalid-body", "after"),
                new Refusal("{\"data\":1,\"data\":2}", 400, "invalid-field", "\"data\""),
                new Refusal("{\"data\":1,\"channel\":\"chat:rules\"}", 400, "invalid-field", "\"channel\""),
                new Refusal("{\"data\":1,\"from\":\"2\"}", 400, "invalid-field", "\"from\""),
                new Refusal("{\"data\":1,\"type\":7}", 400, "invalid-type", "7"),
                new Refusal("{\"data\":1,\"type\":\"\"}", 400, "invalid-type", "\"\""),
                new Refusal("{\"data\":1,\"type\":\"$gap\"}", 400, "invalid-type", "\"$gap\""),
                new Refusal("{\"data\":1,\"type\":\"open\"}", 400, "invalid-type", "\"open\""),
                new Refusal("{\"data\":1,\"type\":\"" + "t".repeat(65) + "\"}", 400, "invalid-type", "64"),
                new Refusal("{\"data\":NaN}", 400, "invalid-body", "not JSON"),
                new Refusal("{\"data\":\"" + "x".repeat(65_536) + "\"}", 413, "too-large", "65536"),
                new Refusal("{\"data\":\"" + "x".repeat(300_000) + "\"}", 413, "too-large", "262144"),
                new Refusal("{\"data\":" + "[".repeat(2000) + "]".repeat(2000) + "}", 400, "invalid-body", "nested"))) {
            HttpResponse<String> answer = halley.post(PUBLISH, refusal.asked(), "Cookie", cookie);
            assertProblem(answer, refusal.status(), refusal.slug(), refusal.shown());
        }
        assertProblem(halley.post(PUBLISH + "?type=%24open", "1", "Cookie", cookie), 400, "invalid-type", "\"$open\"");
        assertProblem(halley.post(PUBLISH + "?type=t", "{", "Cookie", cookie), 400, "invalid-data", "{");
    }

    @Test
    void where_and_who_publishes() {
        for (Refusal refusal : List.of(
                new Refusal("public:x", 403, "forbidden", "\"public:x\""),
                new Refusal("user:1", 403, "forbidden", "\"user:1\""),
                new Refusal("users", 403, "forbidden", "\"users\""),
                new Refusal("clock", 403, "forbidden", "\"clock\""),
                new Refusal("orders:7", 403, "forbidden", "\"orders:7\""),
                new Refusal("lobby", 400, "invalid-channel", "\"lobby\""),
                new Refusal("chat:a%2Fb", 400, "invalid-channel", "\"chat:a/b\""))) {
            String path = "/v1/channels/" + refusal.asked() + "/events";
            HttpResponse<String> answer = halley.post(path, "{\"data\":1}", "Cookie", cookie);
            assertProblem(answer, refusal.status(), refusal.slug(), refusal.shown());
        }
        assertProblem(halley.post(PUBLISH, "{\"data\":1}"), 401, "unauthorized", "chat:rules");
        assertProblem(halley.post(PUBLISH + "?user=2", "{\"data\":1}", "Cookie", cookie), 401, "unauthorized", "\"2\"");
        String both = cookie + "; " + halley.signIn("2");
        assertProblem(halley.post(PUBLISH, "{\"data\":1}", "Cookie", both), 400, "invalid-user", "user=ID");
    }

    @Test
    void content_types_and_encodings() throws Exception {
        for (String type :
                List.of("application/x-www-form-urlencoded", "text/html", "application/json; charset=latin1", "x")) {
            assertProblem(
                    send(type, "{\"data\":1}".getBytes(StandardCharsets.UTF_8)), 415, "unsupported-media-type", type);
        }
        byte[] noUtf8 = {'"', (byte) 0xff, '"'};
        assertProblem(send("text/plain", noUtf8), 400, "invalid-body", "UTF-8");
    }

    @Test
    void an_idempotency_key_makes_a_repeat_harmless_and_another_body_an_error() {
        String path = "/v1/channels/chat:keys/events";
        String[] headers = {"Cookie", cookie, "Idempotency-Key", "k1"};
        HttpResponse<String> first = halley.post(path, "{\"data\":1}", headers);
        HttpResponse<String> again = halley.post(path, "{\"data\": 1 }", headers);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(again.body()).isEqualTo(first.body());
        assertProblem(halley.post(path, "{\"data\":2}", headers), 422, "idempotency-key-reused", "\"k1\"");
        // the same key of another user is another key
        String[] other = {"Cookie", halley.signIn("3"), "Idempotency-Key", "k1"};
        assertThat(halley.post(path, "{\"data\":2}", other).headers().firstValue("Idempotency-Replayed"))
                .isEmpty();
        for (String key : List.of("a b", "x".repeat(201))) {
            HttpResponse<String> answer =
                    halley.post(PUBLISH, "{\"data\":1}", "Cookie", cookie, "Idempotency-Key", key);
            assertProblem(answer, 400, "invalid-idempotency-key", key.substring(0, 3));
        }
    }

    private static HttpResponse<String> send(String type, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(halley.gateway().resolve(PUBLISH))
                .header("Cookie", cookie)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return halley.http().send(request, BodyHandlers.ofString());
    }
}
