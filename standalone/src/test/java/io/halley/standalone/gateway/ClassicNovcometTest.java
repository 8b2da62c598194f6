package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.Await;
import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The keys of novcomet, byte by byte, as docs/classic.md shows them, and what no demo takes. */
@Timeout(60)
class ClassicNovcometTest {

    @AutoClose
    private static final RunningHalley halley = new RunningHalley();

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

    private static RawConnection connect() throws IOException {
        return new RawConnection(halley.gateway());
    }
}
