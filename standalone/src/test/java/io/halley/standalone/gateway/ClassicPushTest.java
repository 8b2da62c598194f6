package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.Await;
import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The push of old, byte by byte, as docs/classic.md shows it. */
@Timeout(60)
class ClassicPushTest {

    @AutoClose
    private static final RunningHalley halley = new RunningHalley();

    @Test
    void push_shows_a_user_what_is_pushed_from_anywhere_and_keeps_it_in_the_inbox() throws Exception {
        try (RawConnection page = connect();
                RawConnection other = connect()) {
            page.get(
                    "/classic/push?timestamp=0",
                    "Referer",
                    "http://localhost/classic/push/?x=1&name=J%FCrgen&id=2#id=3");
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

    private static RawConnection connect() throws IOException {
        return new RawConnection(halley.gateway());
    }
}
