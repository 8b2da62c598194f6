package io.halley.standalone.gateway;

import static io.halley.standalone.gateway.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionTest {

    @AutoClose
    private static final RunningHalley halley = new RunningHalley();

    @Test
    void signing_in_sets_a_cookie_of_that_user_and_writes_the_user_down() {
        HttpResponse<String> answer = halley.post("/v1/session", "{\"user\":\"new-one\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body())).isEqualTo(new JsonObject().put("user", "new-one"));
        List<String> cookies = answer.headers().allValues("Set-Cookie");
        assertThat(cookies).hasSize(1);
        assertThat(cookies.get(0)).startsWith("halley_new-one=").doesNotContainIgnoringCase("secure");
        assertThat(cookies.get(0).toLowerCase(Locale.ROOT).split("; ?"))
                .contains("path=/", "httponly", "samesite=lax", "max-age=2592000");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");

        HttpResponse<String> user = halley.getAsBackEnd("/v1/users/new-one");
        assertThat(user.statusCode()).isEqualTo(200);
        assertThat(halley.getAsBackEnd("/v1/users?prefix=new").body()).contains("\"new-one\"");
        assertThat(halley.getAsBackEnd("/v1/users/never-came").statusCode()).isEqualTo(404);
    }

    @Test
    void several_users_are_signed_in_side_by_side_and_sign_out_one_by_one() {
        String cookies = halley.signIn("1") + "; theme=dark; " + halley.signIn("2");
        assertThat(users(cookies)).containsExactly("1", "2");
        HttpResponse<String> out = delete("/v1/session?user=1", "Cookie", cookies);
        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(out.headers().allValues("Set-Cookie"))
                .singleElement()
                .satisfies(cookie -> assertThat(cookie).startsWith("halley_1=;").contains("Max-Age=0", "Path=/"));
        HttpResponse<String> all = delete("/v1/session", "Cookie", cookies);
        assertThat(all.headers().allValues("Set-Cookie")).hasSize(2);
        assertThat(users("")).isEmpty();
    }

    @Test
    void a_cookie_is_worth_nothing_when_it_is_forged_or_of_another_user() throws Exception {
        String cookie = halley.signIn("mallory");
        String token = cookie.substring(cookie.indexOf('=') + 1);
        long later = System.currentTimeMillis() / 1000 + 1000;
        String login =
                Jwt.hs256(halley.sessionSecret(), "{\"sub\":\"bob\",\"aud\":\"halley-login\",\"exp\":" + later + "}");
        String foreign =
                Jwt.hs256("x".repeat(48), "{\"sub\":\"bob\",\"aud\":\"halley-session\",\"exp\":" + later + "}");
        String over = Jwt.hs256(halley.sessionSecret(), "{\"sub\":\"bob\",\"aud\":\"halley-session\",\"exp\":1000}");
        String none = Jwt.unsigned("{\"sub\":\"bob\",\"aud\":\"halley-session\",\"exp\":" + later + "}");
        for (String forged : List.of(token, login, foreign, over, none, "", "a.b.c", "%00", token.substring(0, 20))) {
            assertThat(users("halley_bob=" + forged)).as(forged).isEmpty();
        }
        assertThat(users("halley_bob=" + token + "; " + cookie)).containsExactly("mallory");
    }

    @Test
    void odd_user_ids_work_everywhere() throws Exception {
        String user = "a@b+c~d._-";
        String sent = URLEncoder.encode(user, StandardCharsets.UTF_8);
        String cookie = halley.signIn(user);
        assertThat(users(cookie + "; " + halley.signIn("other"))).containsExactly(user, "other");
        String query = "channel=user:" + sent + "&channel=users&user=" + sent;
        try (SseStream stream = SseStream.open(halley.gateway(), query, "Cookie", cookie)) {
            assertThat(stream.replay()).isEmpty();
            assertThat(stream.inbox().getInteger("unread")).isZero();
            String id = halley.publish("user:" + user, "1").getString("id");
            assertThat(stream.next().json().getString("id")).isEqualTo(id);
        }
    }

    @Test
    void the_33rd_user_of_a_browser_is_told_to_sign_one_out() {
        List<String> cookies = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            cookies.add(halley.signIn("many" + i));
        }
        String all = String.join("; ", cookies);
        HttpResponse<String> refused = halley.post("/v1/session", "{\"user\":\"many32\"}", "Cookie", all);
        assertProblem(refused, 400, "invalid-request", "at most 32");
        assertThat(refused.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(halley.post("/v1/session", "{\"user\":\"many7\"}", "Cookie", all)
                        .statusCode())
                .isEqualTo(200);
        assertThat(users(all)).hasSize(32);
    }

    @Test
    void a_page_of_another_site_can_neither_sign_in_nor_out_nor_publish() {
        String cookie = halley.signIn("safe");
        String own = "http://" + halley.gateway().getAuthority();
        List<Map.Entry<String, String>> foreign = List.of(
                Map.entry("Origin", "https://evil.example"),
                Map.entry("Origin", "null"),
                Map.entry("Origin", "http://" + halley.gateway().getHost() + ":1"),
                Map.entry("Sec-Fetch-Site", "cross-site"),
                Map.entry("Sec-Fetch-Site", "same-site"));
        for (Map.Entry<String, String> header : foreign) {
            String[] headers = {"Cookie", cookie, header.getKey(), header.getValue()};
            String shown = header.getKey() + ": " + header.getValue();
            assertProblem(halley.post("/v1/session", "{\"user\":\"evil\"}", headers), 403, "forbidden", shown);
            assertProblem(halley.post("/v1/channels/chat:x/events", "{\"data\":1}", headers), 403, "forbidden", shown);
            assertProblem(delete("/v1/session", headers), 403, "forbidden", shown);
        }
        assertThat(halley.getAsBackEnd("/v1/users/evil").statusCode()).isEqualTo(404);
        assertThat(halley.getAsBackEnd("/v1/channels/chat:x").statusCode()).isEqualTo(404);
        for (String[] headers : List.of(
                new String[] {"Cookie", cookie, "Origin", own},
                new String[] {"Cookie", cookie, "Origin", own, "Sec-Fetch-Site", "same-origin"})) {
            assertThat(halley.post("/v1/channels/chat:y/events", "{\"data\":1}", headers)
                            .statusCode())
                    .isEqualTo(201);
        }
    }

    @Test
    void cookies_are_secure_only_behind_a_trusted_proxy_that_says_https() {
        String[] https = {"X-Forwarded-Proto", "https"};
        assertThat(cookie(halley, https)).doesNotContainIgnoringCase("secure");
        try (RunningHalley behind = new RunningHalley(Map.of("HALLEY_TRUSTED_PROXIES", "127.0.0.0/8"))) {
            assertThat(cookie(behind, https)).contains("; Secure");
            assertThat(cookie(behind, "X-Forwarded-Proto", "http")).doesNotContainIgnoringCase("secure");
            assertThat(cookie(behind)).doesNotContainIgnoringCase("secure");
            HttpResponse<String> answer = behind.post(
                    "/v1/session",
                    "{\"user\":\"1\"}",
                    "Origin",
                    "https://push.example",
                    "X-Forwarded-Host",
                    "push.example");
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    private static String cookie(RunningHalley halley, String... headers) {
        return halley.post("/v1/session", "{\"user\":\"1\"}", headers)
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
    }

    private static List<String> users(String cookies) {
        String[] headers = cookies.isEmpty() ? new String[0] : new String[] {"Cookie", cookies};
        HttpResponse<String> answer = halley.get("/v1/session", headers);
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonArray users = new JsonObject(answer.body()).getJsonArray("users");
        return users.stream().map(String.class::cast).toList();
    }

    private static HttpResponse<String> delete(String path, String... headers) {
        HttpRequest request = HttpRequest.newBuilder(halley.gateway().resolve(path))
                .headers(headers)
                .DELETE()
                .build();
        try {
            return halley.http().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
