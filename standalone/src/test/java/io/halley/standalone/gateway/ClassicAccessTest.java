package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose pages may use the demos, and as whom. */
@Timeout(60)
class ClassicAccessTest {

    private static final String LAST = "/classic/chat?timestamp=0";

    @TempDir
    private Path folder;

    @Test
    void only_own_pages_and_no_browsers_may_use_them_and_a_users_only_with_a_session() throws Exception {
        try (RunningHalley halley = new RunningHalley(Map.of("HALLEY_LOGIN", "token"))) {
            String own = "http://" + halley.gateway().getAuthority();
            String cookie = signInByToken(halley, "1");
            assertThat(status(halley, "chat?msg=hi", "Cookie", cookie)).isEqualTo(200);
            assertForeignPagesAreRefused(halley, own, cookie);
            for (String passing : List.of(
                    "Sec-Fetch-Site: same-origin",
                    "Sec-Fetch-Site: none",
                    "Origin: " + own,
                    "Referer: " + own + "/classic/chat/?a[0]=|x#")) {
                String[] header = passing.split(": ", 2);
                assertThat(halley.get(LAST, header[0], header[1], "Cookie", cookie)
                                .body())
                        .as(passing)
                        .startsWith("{\"msg\":\"hi\"");
            }
            assertStrangersAreRefused(halley);
            assertThat(status(halley, "push?msg=2a.b", "Cookie", cookie)).isEqualTo(401);
            assertThat(status(halley, "push?msg=1a.b", "Cookie", cookie)).isEqualTo(200);
            assertThat(status(halley, "chat?msg=x&user=2", "Cookie", cookie)).isEqualTo(401);
            assertThat(halley.get("/classic/novcomet?publish=k", "Cookie", cookie)
                            .body())
                    .isEqualTo("true");
        }
    }

    private static void assertForeignPagesAreRefused(RunningHalley halley, String own, String cookie) {
        for (String foreign : List.of(
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Origin: http://evil.example",
                "Origin: null",
                "Referer: http://evil.example/?" + own,
                "Referer: " + own + "@evil.example/",
                "Referer: " + own + ".evil.example/",
                "Referer: " + own + "\\@evil.example/")) {
            String[] header = foreign.split(": ", 2);
            for (String path : List.of("chat?timestamp=0", "chat?msg=x", "clock", "push/?id=1", "novcomet?publish=k")) {
                assertThat(status(halley, path, header[0], header[1], "Cookie", cookie))
                        .as("%s with %s", path, foreign)
                        .isEqualTo(403);
            }
        }
    }

    private static void assertStrangersAreRefused(RunningHalley halley) throws IOException {
        for (String path : List.of(
                "chat?timestamp=0",
                "chat?msg=x",
                "push?id=1",
                "push?msg=1a.b",
                "push/?id=1",
                "novcomet?publish=k",
                "novcomet?subscribed%5Bk%5D=0",
                "messages?user=1")) {
            assertThat(status(halley, path)).as(path).isEqualTo(401);
        }
        for (String path : List.of("chat", "chat/backend.php", "push", "live")) {
            try (RawConnection stranger = new RawConnection(halley.gateway())) {
                // of whom nobody reads a body
                stranger.send(("POST /classic/" + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
                assertThat(stranger.readAnswer().status()).as(path).isEqualTo(401);
            }
        }
    }

    @Test
    void when_open_every_page_may_and_sees_every_push_but_speaks_for_nobody() throws Exception {
        try (RunningHalley halley = new RunningHalley(Map.of("HALLEY_CLASSIC", "open"))) {
            String cookie = halley.signIn("ann");
            halley.get("/classic/chat?msg=mine", "Cookie", cookie);
            HttpResponse<String> said =
                    halley.get("/classic/chat?msg=foreign", "Cookie", cookie, "Origin", "http://elsewhere.example");
            assertThat(said.statusCode()).isEqualTo(200);
            assertThat(said.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
            assertThat(Poll.all(halley, "channel=chat:lobby", "start", "Cookie", cookie))
                    .extracting(event -> String.valueOf(event.getString("from")))
                    .containsExactly("ann", "null");
            HttpRequest preflight = HttpRequest.newBuilder(halley.gateway().resolve("/classic/chat"))
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .header("Origin", "http://elsewhere.example")
                    .build();
            HttpResponse<String> allowed = halley.http().send(preflight, BodyHandlers.ofString());
            assertThat(allowed.headers().firstValue("Access-Control-Allow-Headers"))
                    .contains("*");
            assertThat(halley.get("/classic/nothing").statusCode()).isEqualTo(404);
            assertEveryPushIsSeen(halley);
        }
    }

    private static void assertEveryPushIsSeen(RunningHalley halley) {
        halley.postAsBackEnd("/v1/push", "{\"to\":[\"1\",\"bob\",\"all\"],\"url\":\"https://example.org/\"}");
        halley.get("/classic/push?msg=2a.example");
        halley.postAsBackEnd("/v1/push", "{\"to\":\"all\",\"url\":\"b.example\"}");
        long stamp = 1;
        for (String msg : List.of("1example.org/", "bexample.org/", "aexample.org/", "2a.example", "*b.example")) {
            JsonObject answer = new JsonObject(
                    halley.get("/classic/push?timestamp=" + stamp).body());
            assertThat(answer.getString("msg")).isEqualTo(msg);
            stamp = answer.getLong("timestamp");
        }
    }

    @Test
    void when_off_there_is_nothing() {
        try (RunningHalley halley =
                new RunningHalley(Map.of("HALLEY_CLASSIC", "off", "HALLEY_CLASSIC_PAGES", folder.toString()))) {
            for (String path : List.of("/classic/", LAST, "/classic/clock", "/classic/push/?id=1")) {
                assertThat(halley.get(path).statusCode()).as(path).isEqualTo(404);
            }
        }
    }

    private static String signInByToken(RunningHalley halley, String user) throws Exception {
        long soon = System.currentTimeMillis() / 1000 + 600;
        String claims = "{\"sub\":\"" + user + "\",\"aud\":\"halley-login\",\"exp\":" + soon + "}";
        return halley.post("/v1/session", "{\"token\":\"" + Jwt.hs256(halley.sessionSecret(), claims) + "\"}")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";")[0];
    }

    private static int status(RunningHalley halley, String path, String... headers) {
        return halley.get("/classic/" + path, headers).statusCode();
    }
}
