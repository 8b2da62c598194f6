package io.halley.standalone.gateway;

import static io.halley.standalone.gateway.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.halley.standalone.Await;
import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events over a WebSocket: how it begins, what its frames hold, and how it ends. */
@Timeout(60)
class WebSocketTest {

    @AutoClose
    private static final RunningHalley halley = new RunningHalley();

    @Test
    void replays_then_goes_live_and_what_comes_in_one_turn_is_one_frame() throws Exception {
        String first = halley.publish("public:ws", "1").getString("id");
        String query = "channel=public:ws&channel=public:ws2&cursor=start";
        try (RawWebSocket socket = RawWebSocket.open(halley.gateway(), query)) {
            JsonObject open = socket.nextEvent();
            assertThat(open.getString("type")).isEqualTo("$open");
            assertThat(open.getJsonObject("data").getString("cursor")).endsWith(".0,0.0");
            JsonObject event = socket.nextEvent();
            assertThat(event.getString("id")).isEqualTo(first);
            JsonObject caughtUp = socket.nextEvent();
            assertThat(caughtUp.getJsonObject("data").getString("cursor")).isEqualTo(first + ",0.0");

            halley.postAsBackEnd(
                    "/v1/batch",
                    "[{\"channel\":\"public:ws\",\"data\":1.10},{\"channel\":\"public:ws\",\"data\":\"\\u00fc\"}]");
            List<String> lines = socket.next().text().lines().toList();
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).endsWith("\"data\":1.10}");
            String cursor = new JsonObject(lines.get(1)).getString("id") + ",0.0";

            socket.sendClose(1000);
            assertThat(socket.closing()).startsWith("1000");
            assertThat(socket.isAtEnd()).isTrue();
            Await.subscribers(halley, "public:ws", 0);
            String last = halley.publish("public:ws", "3").getString("id");
            try (RawWebSocket again = RawWebSocket.open(halley.gateway(), query.replace("start", cursor))) {
                assertThat(again.replay())
                        .extracting(missed -> missed.getString("id"))
                        .containsExactly(last);
            }
        }
    }

    @Test
    void is_refused_before_it_begins_by_the_usual_rules() throws Exception {
        String one = halley.signIn("1");
        String host = "127.0.0.1:" + halley.gateway().getPort();
        refused(RawWebSocket.handshake("Content-Length", "2"), "channel=public:a", 400, "invalid-request", "body");
        refused("channel=user:1", 401, "unauthorized", "\"user:1\"");
        refused("channel=user:2", 403, "forbidden", "\"user:2\"", "Cookie", one);
        refused("channel=public:a&transport=sse", 400, "invalid-transport", "ws");
        refused("channel=public:a&cursor=1.1,1.1", 400, "invalid-event-id", "1.1");
        refused("channel=public:a", 403, "forbidden", "Origin: http://evil.example", "Origin", "http://evil.example");
        refused("channel=public:a", 403, "forbidden", "Origin: null", "Origin", "null");
        refused("channel=public:a", 403, "forbidden", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site", "cross-site");
        try (RawConnection raw = new RawConnection(halley.gateway())) {
            RawConnection.Answer answer =
                    raw.get("/v1/events?channel=public:a&transport=ws").readAnswer();
            assertProblem(answer, 426, "upgrade-required", "Upgrade: websocket");
            assertThat(answer.header("Upgrade")).isEqualTo("websocket");
            assertThat(answer.header("Sec-WebSocket-Version")).isEqualTo("13");
        }
        String[] old = RawWebSocket.handshake();
        old[5] = "8";
        refused(old, "channel=public:a", 426, "upgrade-required", "\"8\"");
        String[] keyless = RawWebSocket.handshake();
        keyless[7] = "short";
        refused(keyless, "channel=public:a", 400, "invalid-sec-websocket-key", "\"short\"");

        String[] own = {"Origin", "http://" + host, "Cookie", one};
        byte[] head = head("/v1/events?channel=user:1&client=page1&transport=ws", RawWebSocket.handshake(own));
        try (RawConnection raw = new RawConnection(halley.gateway());
                RawWebSocket socket = RawWebSocket.accepted(raw.send(head))) {
            assertThat(socket.replay()).isEmpty();
            Await.until("user 1 is online", Duration.ofSeconds(10), () -> {
                JsonObject user =
                        new JsonObject(halley.getAsBackEnd("/v1/users/1").body());
                return user.getBoolean("online");
            });
            assertThat(halley.getAsBackEnd("/v1/users/1").body()).contains("\"ws\"");
        }
    }

    /** A request that is not answered yet comes before it, and what the client says right behind it. */
    @Test
    void its_place_on_the_connection_is_kept_and_so_is_what_comes_in_the_same_packet() throws Exception {
        byte[] poll = head("/v1/events?channel=public:first&wait=0");
        byte[] upgrade = head("/v1/events?transport=ws", RawWebSocket.handshake());
        try (RawConnection raw = new RawConnection(halley.gateway()).send(bytes(poll, upgrade))) {
            assertThat(raw.readAnswer().body()).contains("\"cursor\"");
            RawWebSocket socket = RawWebSocket.accepted(raw);
            assertThat(socket.replay()).isEmpty();
            assertThat(socket.send("{\"ack\":\"\"}").nextEvent().getString("type"))
                    .isEqualTo("$ok");
        }
        byte[] early =
                RawWebSocket.frame(RawWebSocket.TEXT, "{\"ack\":\"\",\"ref\":1}".getBytes(StandardCharsets.US_ASCII));
        byte[] ping = RawWebSocket.frame(RawWebSocket.PING, new byte[] {7});
        byte[] late = RawWebSocket.frame(RawWebSocket.CLOSE, new byte[] {3, (byte) 0xe8});
        try (RawConnection raw = new RawConnection(halley.gateway()).send(bytes(upgrade, ping, early))) {
            RawWebSocket socket = RawWebSocket.accepted(raw);
            assertThat(socket.next().opcode()).isEqualTo(RawWebSocket.PONG);
            List<JsonObject> heard = socket.upTo("$ok");
            assertThat(heard.get(0).getString("type")).isEqualTo("$open");
            assertThat(heard.get(heard.size() - 1).encode()).contains("\"ref\":1");
            assertThat(socket.send(late).closing()).startsWith("1000");
            assertThat(socket.isAtEnd()).isTrue();
        }
        try (RawConnection raw = new RawConnection(halley.gateway()).send(bytes(upgrade, late))) {
            assertThat(RawWebSocket.accepted(raw).closing()).startsWith("1000");
        }
    }

    /** There is no HTTP any more on which it could be answered. */
    @Test
    void a_request_behind_the_handshake_is_not_served() throws Exception {
        halley.publish("public:behind", "1");
        byte[] poll = head("/v1/events?channel=public:first&wait=0");
        byte[] upgrade = head("/v1/events?transport=ws", RawWebSocket.handshake());
        byte[] stream = head("/v1/events?transport=sse&channel=public:behind&cursor=start");
        try (RawConnection raw = new RawConnection(halley.gateway()).send(bytes(poll, upgrade, stream, stream))) {
            assertThat(raw.readAnswer().body()).contains("\"cursor\"");
            RawWebSocket.accepted(raw);
            StringBuilder rest = new StringBuilder();
            assertThatExceptionOfType(EOFException.class).isThrownBy(() -> {
                while (true) {
                    rest.append((char) raw.read());
                }
            });
            assertThat(rest.toString()).doesNotContain("public:behind");
        }
        assertThat(halley.getAsBackEnd("/v1/channels/public:behind").body()).contains("\"subscribers\":0");
    }

    @Test
    void a_stop_closes_it_with_1012_after_saying_when_to_come_back() throws Exception {
        try (RunningHalley other = new RunningHalley();
                RawWebSocket socket = RawWebSocket.open(other.gateway(), "channel=public:a")) {
            socket.replay();
            other.stop();
            assertThat(socket.nextEvent().getString("type")).isEqualTo("$drain");
            assertThat(socket.next().closing()).startsWith("1012 ");
        }
    }

    private static void refused(String query, int status, String slug, String shown, String... headers)
            throws IOException {
        refused(RawWebSocket.handshake(headers), query, status, slug, shown);
    }

    private static void refused(String[] headers, String query, int status, String slug, String shown)
            throws IOException {
        try (RawConnection raw = new RawConnection(halley.gateway())) {
            assertProblem(raw.get("/v1/events?" + query, headers).readAnswer(), status, slug, shown);
        }
    }

    private static byte[] head(String target, String... headers) {
        String host = "127.0.0.1:" + halley.gateway().getPort();
        StringBuilder head = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
