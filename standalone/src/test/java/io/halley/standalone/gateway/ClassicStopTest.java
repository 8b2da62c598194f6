package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How pages of old are let go. */
@Timeout(60)
class ClassicStopTest {

    @Test
    void a_stop_ends_everything_properly_with_what_its_page_understands() throws Exception {
        RunningHalley halley = new RunningHalley();
        List<RawConnection> held = new ArrayList<>();
        halley.publish("chat:lobby", "1");
        for (String path : List.of(
                "chat?timestamp=9",
                "chat?timestamp=9&room=empty",
                "push?id=1&timestamp=77",
                "novcomet?subscribed[k]=5",
                "clock",
                "count",
                "messages")) {
            held.add(new RawConnection(halley.gateway()).get("/classic/" + path));
        }
        RawConnection old = new RawConnection(halley.gateway());
        old.send("GET /classic/chat?room=empty&timestamp=12 HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        RawConnection quiet = new RawConnection(halley.gateway()).get("/classic/chat?room=quiet&timestamp=0");
        held.remove(0).readAnswer();
        halley.postAsBackEnd("/v1/channels/chat:empty/events", "{\"data\":\"seen\"}");
        assertThat(held.remove(0).readAnswer().body()).startsWith("{\"msg\":\"seen\"");
        assertThat(old.readHead().status()).isEqualTo(200);
        held.add(1, quiet);
        for (RawConnection stream : held.subList(3, 6)) {
            stream.readHead();
        }
        halley.publish("public:first", "1");
        halley.close();
        assertThat(held.get(0).readAnswer().body()).isEqualTo("{\"msg\":\"\",\"timestamp\":77}");
        assertThat(held.get(1).readAnswer().body()).isEqualTo("{\"msg\":\"\",\"timestamp\":0}");
        assertThat(held.get(2).readAnswer().body()).isEqualTo("{\"s\":0}");
        for (RawConnection stream : held.subList(3, 6)) {
            while (stream.readBody() != -1) {
                // what was written before
            }
        }
        held.forEach(RawConnection::kill);
        old.kill();
    }
}
