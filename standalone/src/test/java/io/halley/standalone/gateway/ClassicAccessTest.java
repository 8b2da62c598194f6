package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose pages may use the demos, as whom, and which files are shown beside them. */
@Timeout(60)
class ClassicAccessTest {

    private static final String LAST = "/classic/chat?timestamp=0";

    @TempDir
    private Path folder;

    @Test
    void only_own_pages_and_no_browsers_may_use_them_and_a_users_only_with_a_session() throws Exception {
        try (RunningHalley halley = new RunningHalley(Map.of("HALLEY_LOGIN", "token"))) {
            String own = "http://" + halley.gateway().getAuthority();
            long soon = System.currentTimeMillis() / 1000 + 600;
            String token =
                    Jwt.hs256(halley.sessionSecret(), "{\"sub\":\"1\",\"aud\":\"halley-login\",\"exp\":" + soon + "}");
            String cookie = halley.post("/v1/session", "{\"token\":\"" + token + "\"}")
                    .headers()
                    .firstValue("Set-Cookie")
                    .orElseThrow()
                    .split(";")[0];
            assertThat(halley.get("/classic/chat?msg=hi", "Cookie", cookie).statusCode())
                    .isEqualTo(200);
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
                for (String path : List.of(LAST, "/classic/chat?msg=x", "/classic/clock", "/classic/push/?id=1")) {
                    assertThat(halley.get(path, header[0], header[1], "Cookie", cookie)
                                    .statusCode())
                            .as("%s with %s", path, foreign)
                            .isEqualTo(403);
                }
            }
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
            for (String path : List.of(
                    LAST,
                    "/classic/chat?msg=x",
                    "/classic/push?id=1",
                    "/classic/push?msg=1a.b",
                    "/classic/push/?id=1",
                    "/classic/messages?user=1")) {
                assertThat(halley.get(path).statusCode()).as(path).isEqualTo(401);
            }
            assertThat(halley.get("/classic/push?msg=2a.b", "Cookie", cookie).statusCode())
                    .isEqualTo(401);
            assertThat(halley.get("/classic/push?msg=1a.b", "Cookie", cookie).statusCode())
                    .isEqualTo(200);
            assertThat(halley.get("/classic/chat?msg=x&user=2", "Cookie", cookie)
                            .statusCode())
                    .isEqualTo(401);
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

            halley.postAsBackEnd("/v1/push", "{\"to\":[\"1\",\"bob\"],\"url\":\"https://example.org/\"}");
            halley.get("/classic/push?msg=2a.example");
            halley.postAsBackEnd("/v1/push", "{\"to\":\"all\",\"url\":\"b.example\"}");
            long stamp = 1;
            for (String msg : List.of("1example.org/", "bexample.org/", "2a.example", "*b.example")) {
                JsonObject answer = new JsonObject(
                        halley.get("/classic/push?timestamp=" + stamp).body());
                assertThat(answer.getString("msg")).isEqualTo(msg);
                stamp = answer.getLong("timestamp");
            }
            assertThat(halley.get("/classic/nothing").statusCode()).isEqualTo(404);
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

    @Test
    void shows_files_of_the_folder_and_none_beyond_it() throws Exception {
        Path pages = folder.resolve("pages");
        Files.createDirectories(pages.resolve("chat"));
        Files.writeString(pages.resolve("chat/index.html"), "<script>1</script>");
        Files.writeString(pages.resolve("chat/a+b c.js"), "1");
        Files.writeString(pages.resolve("chat/backend.php"), "<?php");
        Files.writeString(pages.resolve("chat/other.php"), "<?php");
        Files.writeString(pages.resolve(".hidden"), "secret");
        Files.writeString(folder.resolve("outside.txt"), "secret");
        Files.createSymbolicLink(pages.resolve("link.txt"), folder.resolve("outside.txt"));
        Files.createSymbolicLink(pages.resolve("up"), folder);
        Files.createSymbolicLink(pages.resolve("within.html"), pages.resolve("chat/index.html"));
        try (RunningHalley halley = new RunningHalley(Map.of("HALLEY_CLASSIC_PAGES", pages.toString()))) {
            for (String shown : List.of("chat/", "chat/index.html", "within.html")) {
                HttpResponse<String> page = halley.get("/classic/" + shown);
                assertThat(page.body()).as(shown).isEqualTo("<script>1</script>");
                assertThat(page.headers().firstValue("Content-Type")).contains("text/html");
                assertThat(page.headers().firstValue("Content-Security-Policy")).isEmpty();
                assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
            }
            assertThat(halley.get("/classic/chat/a+b%20c.js").body()).isEqualTo("1");
            assertThat(halley.get("/classic/chat/backend.php?msg=x").body()).isEmpty();
            assertThat(halley.get("/classic/").body()).contains("Comet");
            for (String hidden : List.of(
                    "chat/other.php",
                    "chat/no.html",
                    ".hidden",
                    "link.txt",
                    "up/outside.txt",
                    "../outside.txt",
                    "%2e%2e/outside.txt",
                    "..%2foutside.txt",
                    "chat/..%5c..%5coutside.txt",
                    "chat/%00",
                    "/etc/passwd",
                    "%2fetc/passwd")) {
                RawConnection.Answer answer = raw(halley, "/classic/" + hidden);
                assertThat(answer.status()).as(hidden).isIn(400, 404);
                assertThat(answer.body()).doesNotContain("secret", "root:");
            }
            assertThat(halley.get("/classic/pages").statusCode()).isEqualTo(404);
        }
    }

    private static RawConnection.Answer raw(RunningHalley halley, String path) throws IOException {
        try (RawConnection connection = new RawConnection(halley.gateway())) {
            return connection
                    .send(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1))
                    .readAnswer();
        }
    }
}
