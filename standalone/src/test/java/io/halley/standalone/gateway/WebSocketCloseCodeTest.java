package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.Await;
import io.halley.standalone.RunningHalley;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With which code a WebSocket ends that breaks the rules of the wire. */
@Timeout(60)
class WebSocketCloseCodeTest {

    @AutoClose
    private static final RunningHalley halley = new RunningHalley();

    @Test
    void what_breaks_the_rules_of_the_wire_is_closed_with_the_code_that_says_so() throws Exception {
        byte[] text = "{}".getBytes(StandardCharsets.US_ASCII);
        byte[] large = ("{\"ref\":\"" + "x".repeat(140_000) + "\"}").getBytes(StandardCharsets.US_ASCII);
        byte[] half = "x".repeat(70_000).getBytes(StandardCharsets.US_ASCII);
        assertCloses("1003", RawWebSocket.frame(RawWebSocket.BINARY, text));
        assertCloses("1007", RawWebSocket.frame(RawWebSocket.TEXT, new byte[] {'"', (byte) 0xc3, '"'}));
        assertCloses("1007", RawWebSocket.frame(RawWebSocket.TEXT, "{} {}".getBytes(StandardCharsets.US_ASCII)));
        assertCloses("1007", RawWebSocket.frame(RawWebSocket.TEXT, new byte[0]));
        assertCloses("1009", RawWebSocket.frame(RawWebSocket.TEXT, large));
        assertCloses(
                "1009",
                RawWebSocket.frame(RawWebSocket.TEXT, 0x80, half.length, half),
                RawWebSocket.frame(RawWebSocket.CONTINUATION, 0x80, half.length, half));
        assertCloses("1002", RawWebSocket.frame(0x80 | RawWebSocket.TEXT, 0, text.length, text));
        assertCloses("1002", RawWebSocket.frame(RawWebSocket.CONTINUATION, text));
        assertCloses("1002", RawWebSocket.frame(0x80 | 3, 0x80, text.length, text));
        assertCloses("1002", RawWebSocket.frame(0xc0 | RawWebSocket.TEXT, 0x80, text.length, text));
        assertCloses("1002", RawWebSocket.frame(RawWebSocket.PING, 0x80, 1, new byte[1]));
        Await.subscribers(halley, "public:closing", 0);
    }

    private static void assertCloses(String code, byte[]... frames) throws IOException {
        String id = halley.publish("public:closing", "1").getString("id");
        try (RawWebSocket socket = RawWebSocket.open(halley.gateway(), "channel=public:closing&cursor=last:1")) {
            assertThat(socket.replay())
                    .extracting(event -> event.getString("id"))
                    .containsExactly(id);
            for (byte[] frame : frames) {
                socket.send(frame);
            }
            assertThat(socket.closing()).startsWith(code + " ").hasSizeGreaterThan(6);
            assertThat(socket.isAtEnd()).isTrue();
        }
    }
}
