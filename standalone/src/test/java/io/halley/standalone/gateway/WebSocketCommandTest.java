package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.Await;
import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a page may ask for over its WebSocket, and how it is answered. */
@Timeout(60)
class WebSocketCommandTest {

    @AutoClose
    private static final RunningHalley halley = new RunningHalley();

    private static final String alice = halley.signIn("alice");

    @Test
    void channels_come_and_go_while_it_is_open_in_the_order_of_subscribing() throws Exception {
        String first = halley.publish("public:c1", "1").getString("id");
        halley.publish("public:c2", "1");
        try (RawWebSocket socket = RawWebSocket.open(halley.gateway(), "transport=ws")) {
            List<JsonObject> opening = socket.upTo("$caught-up");
            assertThat(opening).hasSize(2);
            assertThat(data(opening.get(0)).getString("cursor")).isEmpty();

            socket.send("{\"subscribe\":[{\"channel\":\"public:c1\",\"cursor\":\"start\"},{\"channel\":\"public:c2\"}],"
                    + "\"ref\":\"a\"}");
            JsonObject ok = socket.nextEvent();
            assertThat(ok.getString("type")).isEqualTo("$ok");
            assertThat(data(ok).getString("ref")).isEqualTo("a");
            String[] ids = data(ok).getString("cursor").split(",");
            assertThat(ids).hasSize(2);
            assertThat(ids[0]).endsWith(".0");
            List<JsonObject> caughtUp = socket.upTo("$caught-up");
            assertThat(caughtUp).hasSize(2);
            assertThat(caughtUp.get(0).getString("id")).isEqualTo(first);
            assertThat(data(caughtUp.get(1)).getString("cursor")).isEqualTo(first + "," + ids[1]);

            socket.send("{\"unsubscribe\":[\"public:c1\"],\"ref\":2.50}");
            String answer = socket.next().text();
            assertThat(answer)
                    .isEqualTo("{\"type\":\"$ok\",\"data\":{\"ref\":2.50,\"channels\":[\"public:c2\"],\"cursor\":\""
                            + ids[1] + "\"}}\n");
            halley.publish("public:c1", "2");
            String second = halley.publish("public:c2", "2").getString("id");
            assertThat(socket.nextEvent().getString("id")).isEqualTo(second);

            socket.send("{\"subscribe\":[{\"channel\":\"public:c1\",\"cursor\":\"" + first + "\"}]}");
            ok = socket.nextEvent();
            assertThat(data(ok).getString("cursor")).isEqualTo(second + "," + first);
            assertThat(data(ok).containsKey("ref")).isFalse();
            assertThat(socket.upTo("$caught-up"))
                    .extracting(event -> event.getString("channel", ""))
                    .containsExactly("public:c1", "");
            Await.subscribers(halley, "public:c1", 1);
            assertThat(socket.send("{\"unsubscribe\":[\"public:c1\",\"public:c2\"]}")
                            .nextEvent()
                            .getJsonObject("data"))
                    .isEqualTo(new JsonObject().put("channels", new JsonArray()).put("cursor", ""));
            assertThat(data(socket.send("{\"ack\":\"\"}").nextEvent())).isEqualTo(new JsonObject());
            error(socket, "{\"ack\":\"now\"}", 400, "\"now\"");
            error(socket, "{\"ack\":\"" + ids[1] + "\"}", 400, "0 positions");
            Await.subscribers(halley, "public:c1", 0);
        }
    }

    @Test
    void publishes_token_for_token_by_the_rules_of_the_request_and_once_under_one_key() throws Exception {
        try (RawWebSocket socket = open("channel=chat:ws1")) {
            socket.replay();
            socket.send("{\"publish\": {\"channel\":\"chat:ws1\",\"type\":\"note\",\"data\": {\"a\":1.10, \"a\":1e5},"
                    + "\"idempotencyKey\":\"k1\"}, \"ref\":1}");
            List<JsonObject> both = List.of(socket.nextEvent(), socket.nextEvent());
            int answer = both.get(0).getString("type").equals("$ok") ? 0 : 1;
            JsonObject ok = both.get(answer);
            JsonObject event = both.get(1 - answer);
            assertThat(event.getString("from")).isEqualTo("alice");
            assertThat(data(ok))
                    .isEqualTo(new JsonObject()
                            .put("ref", 1)
                            .put("channel", "chat:ws1")
                            .put("id", event.getString("id"))
                            .put("time", event.getLong("time")));
            assertThat(halley.get("/v1/events?channel=chat:ws1&cursor=start&wait=0", "Cookie", alice)
                            .body())
                    .contains("\"type\":\"note\",\"data\":{\"a\":1.10,\"a\":1e5}");

            // the same key by request is the same event, and another body under it is a conflict
            String again = halley.post(
                            "/v1/channels/chat:ws1/events",
                            "{\"type\":\"note\",\"data\":{\"a\":1.10,\"a\":1e5}}",
                            "Cookie",
                            alice,
                            "Idempotency-Key",
                            "k1")
                    .body();
            assertThat(new JsonObject(again).getString("id")).isEqualTo(event.getString("id"));
            socket.send("{\"publish\":{\"channel\":\"chat:ws1\",\"type\":\"note\",\"data\":{\"a\":1.10,\"a\":1e5},"
                    + "\"idempotencyKey\":\"k1\"}}");
            assertThat(data(socket.nextEvent()).getBoolean("replayed")).isTrue();
            error(socket, "{\"publish\":{\"channel\":\"chat:ws1\",\"data\":2,\"idempotencyKey\":\"k1\"}}", 422, "k1");
            error(socket, "{\"publish\":{\"channel\":\"chat:ws1\"}}", 400, "data: missing");
            error(socket, "{\"publish\":{\"channel\":\"public:a\",\"data\":1}}", 403, "\"public:a\"");
            String large = "x".repeat(65 * 1024);
            error(socket, "{\"publish\":{\"channel\":\"chat:ws1\",\"data\":\"" + large + "\"}}", 413, "65536");
            nothingMore(socket);
        }
        try (RawWebSocket nobody = RawWebSocket.open(halley.gateway(), "transport=ws")) {
            nobody.upTo("$caught-up");
            error(nobody, "{\"publish\":{\"channel\":\"chat:ws1\",\"data\":1}}", 401, "\"chat:ws1\"");
        }
    }

    @Test
    void what_is_no_command_is_refused_as_a_whole_and_the_socket_stays() throws Exception {
        try (RawWebSocket socket = open("channel=public:e1&channel=user:alice")) {
            socket.upTo("$inbox");
            error(socket, "[]", 400, "not a JSON object");
            error(socket, "7", 400, "not a JSON object");
            error(socket, "{}", 400, "0 commands");
            error(socket, "{\"ack\":\"0.0,0.0\",\"publish\":{}}", 400, "2 commands");
            error(socket, "{\"ack\":\"0.0,0.0\",\"more\":1}", 400, "\"more\"");
            error(socket, "{\"ack\":\"0.0,0.0\",\"ack\":\"0.0,0.0\"}", 400, "each field once");
            error(socket, "{\"ack\":\"0.0\"}", 400, "2 positions");
            error(socket, "{\"ack\":\"now\"}", 400, "event ids");
            error(socket, "{\"ack\":\"\"}", 400, "event id");
            error(socket, "{\"ack\":1}", 400, "a string");
            error(socket, "{\"ack\":\"0.0,0.0\",\"ref\":{}}", 400, "ref");
            error(socket, "{\"ack\":\"0.0,0.0\",\"ref\":\"" + "r".repeat(65) + "\"}", 400, "ref");
            error(socket, "{\"subscribe\":[]}", 400, "at least one");
            error(socket, "{\"subscribe\":\"public:x\"}", 400, "array");
            error(socket, "{\"subscribe\":[{\"channel\":\"public:x\"},{\"channel\":\"public:e1\"}]}", 400, "public:e1");
            error(socket, "{\"subscribe\":[{\"channel\":\"public:x\"},{\"channel\":\"user:bob\"}]}", 403, "user:bob");
            error(socket, "{\"subscribe\":[{\"channel\":\"public:x\",\"cursor\":\"last:0\"}]}", 400, "last:0");
            error(socket, "{\"unsubscribe\":[\"public:e1\",\"public:x\"]}", 400, "public:x");
            error(socket, "{\"ack\":" + "[".repeat(1500) + "]".repeat(1500) + "}", 400, "nested");
            StringBuilder many = new StringBuilder("{\"subscribe\":[");
            for (int i = 0; i < 99; i++) {
                many.append(i == 0 ? "" : ",")
                        .append("{\"channel\":\"public:n")
                        .append(i)
                        .append("\"}");
            }
            error(socket, many + "],\"ref\":\"many\"}", 400, "101 channels");
            String id = halley.publish("public:e1", "1").getString("id");
            assertThat(socket.nextEvent().getString("id")).isEqualTo(id);

            String note = halley.publish("user:alice", "1").getString("id");
            assertThat(socket.nextEvent().getString("id")).isEqualTo(note);
            socket.send("{\"ack\":\"" + id + "," + note + "\",\"ref\":\"\"}");
            assertThat(data(socket.upTo("$ok").get(0))).isEqualTo(new JsonObject().put("ref", ""));
            Await.until(
                    "the receipt", Duration.ofSeconds(10), () -> halley.getAsBackEnd("/v1/receipts?of=alice/" + note)
                            .body()
                            .contains("\"state\":\"delivered\""));
            nothingMore(socket);
        }
    }

    private static RawWebSocket open(String query) throws IOException {
        return RawWebSocket.open(halley.gateway(), query, "Cookie", alice);
    }

    private static void error(RawWebSocket socket, String message, int status, String shown) throws IOException {
        socket.send(message);
        JsonObject answer = socket.nextEvent();
        assertThat(answer.getString("type")).as(message).isEqualTo("$error");
        assertThat(data(answer).getInteger("status")).as(answer.encode()).isEqualTo(status);
        assertThat(data(answer).getString("detail")).contains(shown);
        assertThat(data(answer).getString("type")).startsWith("urn:problem-type:halley:");
    }

    /** A pong is the next that comes. */
    private static void nothingMore(RawWebSocket socket) throws IOException {
        socket.send(RawWebSocket.frame(RawWebSocket.PING, new byte[] {7}));
        assertThat(socket.next().opcode()).isEqualTo(RawWebSocket.PONG);
    }

    private static JsonObject data(JsonObject own) {
        return own.getJsonObject("data");
    }
}
