package io.halley.standalone.gateway;

import static io.halley.standalone.gateway.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AccessTest {

    private static final String[] SSE = {"Accept", "text/event-stream"};

    @Test
    void who_may_read_what_is_decided_before_a_stream_starts() throws Exception {
        try (RunningHalley halley = new RunningHalley()) {
            String one = halley.signIn("1");
            for (String channel : List.of("users", "chat:lobby", "user:1")) {
                assertRefused(halley, 401, "unauthorized", "\"" + channel + "\"", channel, "");
                SseStream.open(halley.gateway(), "channel=" + channel, "Cookie", one)
                        .kill();
            }
            for (String channel : List.of("user:2", "presence", "orders:7", "user-1:x")) {
                assertRefused(halley, 401, "unauthorized", "\"" + channel + "\"", channel, "");
                assertRefused(halley, 403, "forbidden", "\"" + channel + "\"", channel, one);
            }
            for (String channel : List.of("public:news", "clock")) {
                SseStream.open(halley.gateway(), "channel=" + channel).kill();
            }
            // one channel that is not allowed, and there is no stream for the others either
            assertRefused(halley, 403, "forbidden", "\"user:2\"", "user:1&channel=user:2", one);
        }
    }

    @Test
    void where_several_are_signed_in_the_request_says_which_one_is_meant() throws Exception {
        try (RunningHalley halley = new RunningHalley()) {
            String both = halley.signIn("1") + "; " + halley.signIn("2");
            assertRefused(halley, 400, "invalid-user", "user=ID", "user:1", both);
            assertRefused(halley, 403, "forbidden", "\"user:1\"", "user:1&user=2", both);
            assertRefused(halley, 401, "unauthorized", "\"3\"", "user:1&user=3", both);
            assertRefused(halley, 400, "invalid-user", "\"-\"", "user:1&user=-", both);
            try (SseStream first = SseStream.open(halley.gateway(), "channel=user:1&user=1", "Cookie", both);
                    SseStream second = SseStream.open(halley.gateway(), "channel=user:2&user=2", "Cookie", both)) {
                assertThat(first.replay()).isEmpty();
                assertThat(second.replay()).isEmpty();
                assertThat(first.inbox().getInteger("unread")).isZero();
                assertThat(second.inbox().getInteger("unread")).isZero();
                halley.publish("user:1", "1");
                String id = halley.publish("user:2", "2").getString("id");
                assertThat(first.next().json().getInteger("data")).isEqualTo(1);
                assertThat(second.next().id()).isEqualTo(id);
            }
            HttpResponse<String> published =
                    halley.post("/v1/channels/chat:lobby/events?user=2", "{\"data\":\"hi\"}", "Cookie", both);
            assertThat(published.statusCode()).isEqualTo(201);
            assertThat(Poll.all(halley, "channel=chat:lobby&user=1", "start", "Cookie", both))
                    .extracting(event -> event.getString("from"))
                    .containsExactly("2");
        }
    }

    @Test
    void with_login_by_token_only_what_a_back_end_signed_signs_in() throws Exception {
        try (RunningHalley halley = new RunningHalley(Map.of("HALLEY_LOGIN", "token"))) {
            String secret = halley.sessionSecret();
            long now = System.currentTimeMillis() / 1000;
            String until = ",\"exp\":" + (now + 60) + "}";
            String claims = "{\"sub\":\"carol\",\"aud\":\"halley-login\"";
            List<String> refused = List.of(
                    Jwt.hs256(secret, claims + ",\"exp\":" + (now - 60) + "}"),
                    Jwt.hs256(secret, claims + "}"),
                    Jwt.hs256(secret, claims + ",\"exp\":\"" + (now + 60) + "\"}"),
                    Jwt.hs256(secret, "{\"sub\":\"carol\",\"aud\":\"halley-session\"" + until),
                    Jwt.hs256(secret, "{\"sub\":\"carol\"" + until),
                    Jwt.hs256(secret, "{\"aud\":\"halley-login\"" + until),
                    Jwt.hs256(secret, "{\"sub\":\"not a user\",\"aud\":\"halley-login\"" + until),
                    Jwt.hs256(secret, "{\"sub\":7,\"aud\":\"halley-login\"" + until),
                    Jwt.hs256("y".repeat(48), claims + until),
                    Jwt.unsigned(claims + until),
                    "nonsense",
                    "..",
                    "");
            for (String token : refused) {
                assertProblem(signIn(halley, token), 401, "unauthorized", "token");
            }
            assertProblem(halley.post("/v1/session", "{\"user\":\"carol\"}"), 400, "invalid-token", "token");
            assertThat(halley.getAsBackEnd("/v1/users/carol").statusCode()).isEqualTo(404);

            String valid = Jwt.hs256(secret, claims + until);
            HttpResponse<String> answer = signIn(halley, valid);
            assertThat(new JsonObject(answer.body()).getString("user")).isEqualTo("carol");
            String cookie =
                    answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
            SseStream.open(halley.gateway(), "channel=user:carol", "Cookie", cookie)
                    .kill();
            assertProblem(
                    halley.post("/v1/session", "{\"token\":\"" + valid + "\",\"user\":\"dave\"}"),
                    403,
                    "forbidden",
                    "user");
            assertThat(halley.getAsBackEnd("/v1/users/carol").statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> signIn(RunningHalley halley, String token) {
        return halley.post("/v1/session", "{\"token\":\"" + token + "\"}");
    }

    /** Over both transports. */
    private static void assertRefused(
            RunningHalley halley, int status, String slug, String shown, String channel, String cookie) {
        String path = "/v1/events?channel=" + channel;
        String other = cookie.isEmpty() ? "theme=dark" : cookie;
        assertProblem(halley.get(path, "Cookie", other), status, slug, shown);
        assertProblem(halley.get(path, "Cookie", other, SSE[0], SSE[1]), status, slug, shown);
    }
}
