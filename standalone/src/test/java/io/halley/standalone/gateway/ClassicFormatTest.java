package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.Await;
import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every format below {@code /classic/}, byte by byte, as docs/classic.md shows it. */
@Timeout(60)
class ClassicFormatTest {

    private static final String PAD = " ".repeat(4_000);

    private static RunningHalley halley;

    @BeforeAll
    static void start() {
        halley = new RunningHalley();
    }

    @AfterAll
    static void stop() {
        halley.close();
    }

    @Test
    void chat_answers_the_latest_what_comes_next_and_nothing_for_what_is_said() throws Exception {
        for (String path : List.of("/classic/chat", "/classic/chat/backend.php")) {
            try (RawConnection page = connect();
                    RawConnection other = connect()) {
                String room = path + "?room=" + (path.endsWith("php") ? "a" : "b");
                RawConnection.Answer said =
                        other.get(room + "&msg=%3Cb%3E%20%26%20%22%27").readAnswer();
                assertThat(said.status()).isEqualTo(200);
                assertThat(said.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
                assertThat(said.body()).isEmpty();

                RawConnection.Answer latest = page.get(room + "&timestamp=0").readAnswer();
                assertThat(latest.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
                assertThat(latest.header("X-Content-Type-Options")).isEqualTo("nosniff");
                assertThat(latest.header("Cache-Control")).isEqualTo("no-store");
                assertThat(latest.header("Transfer-Encoding")).isEqualTo("chunked");
                long stamp = new JsonObject(latest.body()).getLong("timestamp");
                assertThat(latest.body())
                        .isEqualTo("{\"msg\":\"&lt;b&gt; &amp; &quot;&#39;\",\"timestamp\":" + stamp + "}");

                page.get(room + "&timestamp=" + stamp);
                post(other, room, "msg=second%20%C3%A9");
                RawConnection.Answer next = page.readAnswer();
                long second = new JsonObject(next.body()).getLong("timestamp");
                assertThat(next.body()).isEqualTo("{\"msg\":\"second é\",\"timestamp\":" + second + "}");
                assertThat(second).isGreaterThan(stamp);
                // as seconds, from a page with a clock of its own; and from one that is ahead of everything
                assertThat(page.get(room + "&timestamp=1000000000").readAnswer().body())
                        .isEqualTo(latest.body());
                assertThat(page.get(room + "&timestamp=" + (second + 1))
                                .readAnswer()
                                .body())
                        .isEqualTo(next.body());
            }
        }
    }

    @Test
    void chat_and_the_chat_of_today_hear_each_other() throws Exception {
        String cookie = halley.signIn("ann");
        try (RawConnection page = connect()) {
            page.get("/classic/chat?room=mixed&msg=old", "Cookie", cookie);
            assertThat(page.readAnswer().status()).isEqualTo(200);
            assertThat(halley.post("/v1/channels/chat:mixed/events", "{\"data\":\"new\"}", "Cookie", cookie)
                            .statusCode())
                    .isEqualTo(201);
            halley.post("/v1/channels/chat:mixed/events", "{\"data\":{\"a\": \"<i>\"}}", "Cookie", cookie);
        }
        List<JsonObject> events = Poll.all(halley, "channel=chat:mixed", "start", "Cookie", cookie);
        assertThat(events)
                .extracting(event -> event.getValue("data").toString())
                .startsWith("old", "new");
        assertThat(events.get(0).getString("from")).isEqualTo("ann");
        assertThat(all("/classic/chat?room=mixed", 3))
                .containsExactly("old", "new", "{&quot;a&quot;:&quot;&lt;i&gt;&quot;}");
    }

    @Test
    void a_form_is_echoed_by_live_and_no_other_body_is_taken() throws Exception {
        try (RawConnection page = connect()) {
            assertThat(post(page, "/classic/live", "msg=a+b&name=%3Cx%3E").body())
                    .isEqualTo("{\"data\":{\"msg\":\"a b\",\"name\":\"&lt;x&gt;\"},\"info\":\"OK\",\"status\":100}");
            assertThat(post(page, "/classic/live", "msg=").body())
                    .isEqualTo("{\"data\":{\"msg\":\"\"},\"info\":\"on\",\"status\":0}");
            assertThat(post(page, "/classic/live", "").body()).isEqualTo("{\"data\":{},\"info\":\"on\",\"status\":0}");
            assertThat(page.get("/classic/live").readAnswer().status()).isEqualTo(405);
        }
        assertThat(halley.post("/classic/live", "{\"msg\":1}").statusCode()).isEqualTo(415);
        try (RawConnection page = connect()) {
            assertThat(post(page, "/classic/chat?room=big", "msg=" + "x".repeat(64 * 1024 - 2))
                            .status())
                    .isEqualTo(200);
            assertThat(post(page, "/classic/chat?room=big", "msg=" + "x".repeat(64 * 1024 - 1))
                            .status())
                    .isEqualTo(413);
        }
        assertThat(all("/classic/chat?room=big", 1).get(0)).hasSize(64 * 1024 - 2);
    }

    @Test
    void hostile_words_stay_words() throws Exception {
        String words = "</script><!-- --> \0 \r\n \u2028\u2029 \\\" 👻";
        try (RawConnection page = connect()) {
            post(page, "/classic/chat?room=hostile", "msg=" + URLEncoder.encode(words, StandardCharsets.UTF_8));
            String answer = page.get("/classic/chat?room=hostile").readAnswer().body();
            assertThat(answer)
                    .startsWith(
                            "{\"msg\":\"&lt;/script&gt;&lt;!-- --&gt; \\u0000 \\r\\n \\u2028\\u2029 \\\\&quot; 👻\",");
            assertThat(new JsonObject(answer).getLong("timestamp")).isPositive();
        }
    }

    @Test
    void push_shows_a_user_what_is_pushed_from_anywhere_and_keeps_it_in_the_inbox() throws Exception {
        try (RawConnection page = connect();
                RawConnection other = connect()) {
            page.get("/classic/push?timestamp=0", "Referer", page("/classic/push/?x=1&id=2#id=3"));
            assertThat(other.get("/classic/push?msg=2www.example.com")
                            .readAnswer()
                            .body())
                    .isEmpty();
            String first = page.readAnswer().body();
            long stamp = new JsonObject(first).getLong("timestamp");
            assertThat(first).isEqualTo("{\"msg\":\"2www.example.com\",\"timestamp\":" + stamp + "}");

            page.get("/classic/push/backend.php?id=2&timestamp=" + stamp);
            halley.postAsBackEnd("/v1/push", "{\"to\":[\"3\",\"2\"],\"url\":\"https://example.org/a?b&c\"}");
            String second = page.readAnswer().body();
            assertThat(second).startsWith("{\"msg\":\"2example.org/a?b&amp;c\",\"timestamp\":");
            halley.postAsBackEnd("/v1/push", "{\"to\":\"all\",\"url\":\"example.net\"}");
            page.get("/classic/push?id=2&timestamp=" + new JsonObject(second).getLong("timestamp"));
            assertThat(page.readAnswer().body()).startsWith("{\"msg\":\"2example.net\",\"timestamp\":");
        }
        String inbox = halley.getAsBackEnd("/v1/users/2/inbox?state=unread").body();
        assertThat(inbox).contains("http://www.example.com").contains("https://example.org/a?b&c");
    }

    @Test
    void the_page_of_push_marks_its_user_online() throws Exception {
        try (RawConnection page = connect()) {
            RawConnection.Answer shown = page.get("/classic/push/?id=7").readAnswer();
            assertThat(shown.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(shown.body()).contains("your id is [7]");
            assertThat(page.get("/classic/push/?id=%3Cb%3E").readAnswer().status())
                    .isEqualTo(400);
            assertThat(page.get("/classic/push/").readAnswer().status()).isEqualTo(404);
        }
        Await.until("7 is online", Duration.ofSeconds(10), () -> halley.getAsBackEnd("/v1/users/7")
                .body()
                .contains("\"online\":true"));
    }

    @Test
    void novcomet_says_which_keys_have_changed() throws Exception {
        try (RawConnection page = connect();
                RawConnection other = connect()) {
            RawConnection.Answer published =
                    other.get("/classic/novcomet?&publish=a.b-c_1").readAnswer();
            assertThat(published.body()).isEqualTo("true");
            String asked = "/classic/novcomet/comet.php?&subscribed[none]=5&subscribed[a.b-c_1]=";
            String changed =
                    page.get(asked + "1300016814&1300016815").readAnswer().body();
            assertThat(changed).matches("\\{\"s\":1,\"k\":\\{\"a.b-c_1\":[0-9]{16}}}");
            long stamp = new JsonObject(changed).getJsonObject("k").getLong("a.b-c_1");
            assertThat(page.get(asked + stamp + "&tries=1&sleep=0").readAnswer().body())
                    .isEqualTo("{\"s\":0}");
            // from now on: not what was before
            other.get("/classic/novcomet?publish=now").readAnswer();
            page.get("/classic/novcomet?subscribed%5Bnow%5D=0&subscribed[a.b-c_1]=0");
            Await.subscribers(halley, "novcomet:now", 1);
            other.get("/classic/novcomet?publish=now").readAnswer();
            assertThat(page.readAnswer().body()).matches("\\{\"s\":1,\"k\":\\{\"now\":[0-9]{16}}}");
        }
    }

    @Test
    void what_breaks_a_rule_is_refused_with_the_rule() {
        for (String wrong : List.of(
                "chat?timestamp=-1",
                "chat?timestamp=1e30",
                "chat?timestamp=now",
                "chat?room=%00",
                "chat?room=a/b&msg=x",
                "push?timestamp=0",
                "push?id=%22&timestamp=0",
                "push?msg=2",
                "push?msg=2javascript://x",
                "push?msg=%0D%0Ax",
                "novcomet",
                "novcomet?subscribed[a%20b]=0",
                "novcomet?subscribed[" + "k".repeat(65) + "]=0",
                "novcomet?subscribed[a]=x",
                "novcomet?subscribed[a]=0&tries=301&sleep=1",
                "novcomet?publish=a/b",
                "messages?user=%3Cb%3E")) {
            assertThat(halley.get("/classic/" + wrong.replace("[", "%5B").replace("]", "%5D")))
                    .as(wrong)
                    .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(400))
                    .satisfies(answer -> assertThat(new JsonObject(answer.body()).getString("detail"))
                            .contains("(expected: "));
        }
    }

    @Test
    void clock_and_count_go_on_each_second_in_both_versions_of_http() throws Exception {
        long begin = System.currentTimeMillis() / 1000;
        try (RawConnection clock = connect();
                RawConnection count = connect();
                RawConnection old = connect()) {
            clock.get("/classic/clock/backend.php");
            count.get("/classic/count");
            old.send("GET /classic/count HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            RawConnection.Answer head = clock.readHead();
            assertThat(head.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(head.header("Cache-Control")).contains("no-cache");
            assertThat(head.header("Expires")).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
            assertThat(head.header("Content-Security-Policy")).isNull();
            assertThat(head.header("X-Frame-Options")).isNull();
            String page = text(clock, "</head>\n<body>\n" + " ".repeat(1024) + "\n");
            assertThat(page).startsWith("<!DOCTYPE html>\n").contains("var comet = window.parent.comet;");
            long previous = 0;
            for (int i = 0; i < 2; i++) {
                String script = text(clock, "</script>");
                assertThat(script)
                        .matches("<script type=\"text/javascript\">comet\\.printServerTime\\([0-9]{10}\\);</script>");
                long seconds = Long.parseLong(script.replaceAll("[^0-9]", ""));
                assertThat(seconds).isBetween(Math.max(begin, previous), begin + 30);
                previous = seconds;
            }
            count.readHead();
            assertThat(text(count, PAD + "<br />").length()
                            + text(count, "<br>2<br>").length())
                    .isEqualTo(2 * PAD.length() + 6 + 9);
            assertThat(text(count, PAD + "<br>3<br>")).hasSize(PAD.length() + 9);
            assertThat(old.readHead().header("Transfer-Encoding")).isNull();
        }
    }

    @Test
    void messages_are_shown_once_to_one_of_two_readers() throws Exception {
        String name = "/classic/messages?user=reader";
        halley.publish("user:reader", "\"<first>\"");
        try (RawConnection one = connect()) {
            one.get(name).readHead();
            assertThat(text(one, "&gt;<br />")).isEqualTo(PAD + "<br />" + PAD + "<br />&lt;first&gt;<br />");
            halley.postAsBackEnd("/v1/push", "{\"to\":[\"reader\"],\"url\":\"http://example.org/\",\"title\":\"T\"}");
            assertThat(text(one, "T<br />")).isEqualTo(PAD + "<br />http://example.org/ T<br />");
        }
        halley.publish("user:reader", "{\"n\":1}");
        try (RawConnection two = connect()) {
            two.get(name).readHead();
            assertThat(text(two, "}<br />")).isEqualTo(PAD + "<br />" + PAD + "<br />{&quot;n&quot;:1}<br />");
        }
    }

    /** What a page that begins with the first sees, each in an answer of its own. */
    private static List<String> all(String path, int count) throws IOException {
        try (RawConnection page = connect()) {
            long stamp = 1;
            List<String> words = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                JsonObject answer = new JsonObject(
                        page.get(path + "&timestamp=" + stamp).readAnswer().body());
                words.add(answer.getString("msg"));
                stamp = answer.getLong("timestamp");
            }
            return words;
        }
    }

    private static String text(RawConnection connection, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end, Math.max(0, text.length() - end.length())) < 0) {
            text.append((char) connection.readBody());
        }
        return text.toString();
    }

    private static RawConnection.Answer post(RawConnection connection, String path, String form) throws IOException {
        String head =
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded;"
                        + " charset=UTF-8\r\nContent-Length: " + form.length() + "\r\n\r\n";
        return connection
                .send((head + form).getBytes(StandardCharsets.ISO_8859_1))
                .readAnswer();
    }

    private static String page(String path) {
        return "http://localhost" + path;
    }

    private static RawConnection connect() throws IOException {
        return new RawConnection(halley.gateway());
    }
}
