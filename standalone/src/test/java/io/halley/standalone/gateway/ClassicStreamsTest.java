package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demos of old whose answer never ends, byte by byte, as docs/classic.md shows them. */
@Timeout(60)
class ClassicStreamsTest {

    private static final String PAD = " ".repeat(4_000);

    @AutoClose
    private static final RunningHalley halley = new RunningHalley();

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
            String page = clock.readUntil("</head>\n<body>\n" + " ".repeat(1024) + "\n");
            assertThat(page).startsWith("<!DOCTYPE html>\n").contains("var comet = window.parent.comet;");
            long previous = 0;
            for (int i = 0; i < 2; i++) {
                String script = clock.readUntil("</script>");
                assertThat(script)
                        .matches("<script type=\"text/javascript\">comet\\.printServerTime\\([0-9]{10}\\);</script>");
                long seconds = Long.parseLong(script.replaceAll("[^0-9]", ""));
                assertThat(seconds).isBetween(Math.max(begin, previous + 1), begin + 30);
                previous = seconds;
            }
            count.readHead();
            assertThat(count.readUntil(PAD + "<br />").length()
                            + count.readUntil("<br>2<br>").length())
                    .isEqualTo(2 * PAD.length() + 6 + 9);
            assertThat(count.readUntil(PAD + "<br>3<br>")).hasSize(PAD.length() + 9);
            assertThat(old.readHead().header("Transfer-Encoding")).isNull();
        }
    }

    private static RawConnection connect() throws IOException {
        return new RawConnection(halley.gateway());
    }
}
