package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The chat of old, byte by byte, as docs/classic.md shows it. */
@Timeout(60)
class ClassicChatTest {

    @AutoClose
    private static final RunningHalley halley = new RunningHalley();

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
                other.post(room, "msg=second%20%C3%A9");
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
            assertThat(page.post("/classic/live", "msg=a+b&name=%3Cx%3E").body())
                    .isEqualTo("{\"data\":{\"msg\":\"a b\",\"name\":\"&lt;x&gt;\"},\"info\":\"OK\",\"status\":100}");
            assertThat(page.post("/classic/live", "msg=").body())
                    .isEqualTo("{\"data\":{\"msg\":\"\"},\"info\":\"on\",\"status\":0}");
            assertThat(page.post("/classic/live", "").body()).isEqualTo("{\"data\":{},\"info\":\"on\",\"status\":0}");
            assertThat(page.get("/classic/live").readAnswer().status()).isEqualTo(405);
        }
        assertThat(halley.post("/classic/live", "{\"msg\":1}").statusCode()).isEqualTo(415);
        try (RawConnection page = connect()) {
            assertThat(page.post("/classic/chat?room=big", "msg=" + "x".repeat(64 * 1024 - 2))
                            .status())
                    .isEqualTo(200);
            assertThat(page.post("/classic/chat?room=big", "msg=" + "x".repeat(64 * 1024 - 1))
                            .status())
                    .isEqualTo(413);
        }
        assertThat(all("/classic/chat?room=big", 1).get(0)).hasSize(64 * 1024 - 2);
    }

    @Test
    void hostile_words_stay_words() throws Exception {
        String words = "</script><!-- --> \0 \r\n \u2028\u2029 \\\" 👻";
        try (RawConnection page = connect()) {
            page.post("/classic/chat?room=hostile", "msg=" + URLEncoder.encode(words, StandardCharsets.UTF_8));
            String answer = page.get("/classic/chat?room=hostile").readAnswer().body();
            assertThat(answer)
                    .startsWith(
                            "{\"msg\":\"&lt;/script&gt;&lt;!-- --&gt; \\u0000 \\r\\n \\u2028\\u2029 \\\\&quot; 👻\",");
            assertThat(new JsonObject(answer).getLong("timestamp")).isPositive();
        }
    }

    @Test
    void raw_bytes_of_browsers_of_old_are_read_as_utf_8() throws Exception {
        String room = "/classic/chat?room=raw&msg=";
        try (RawConnection page = connect()) {
            // each char is a byte
            assertThat(page.get(room + "\u00c3\u00a9+%C3%A9\u00f0\u009f\u0091\u00bb")
                            .readAnswer()
                            .status())
                    .isEqualTo(200);
            for (String wrong :
                    List.of("\u00ff", "\u00c3", "\u00e9x", "\u00c3%A9", "\u00ed\u00a0\u0080", "\u00c0\u00af")) {
                RawConnection.Answer refused = page.get(room + wrong).readAnswer();
                assertThat(refused.status()).as(wrong).isEqualTo(400);
                assertThat(refused.body()).contains("query: not UTF-8 at byte 13 (expected: ");
            }
            assertThat(page.get("/classic/\u00c3\u00a9").readAnswer().status()).isEqualTo(400);
            assertThat(page.get("/v1/events?channel=public:a&x=\u00ff")
                            .readAnswer()
                            .status())
                    .isEqualTo(400);
        }
        assertThat(all("/classic/chat?room=raw", 1)).containsExactly("é é👻");
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

    private static RawConnection connect() throws IOException {
        return new RawConnection(halley.gateway());
    }
}
