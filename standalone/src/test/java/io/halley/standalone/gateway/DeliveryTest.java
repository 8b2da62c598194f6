package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeliveryTest {

    @AutoClose
    private static final RunningHalley halley = new RunningHalley();

    @Test
    void sse_poll_and_curl_show_the_same_events_with_the_same_ids_token_for_token() throws Exception {
        String alice = halley.signIn("alice");
        List<String> data = List.of(
                "{\"a\":1.10,\"a\":2,\"é\":[1e3,-0.0]}",
                "\"line\\nbreak \\u00e9 \uD83D\uDE80\"",
                "null",
                "[]",
                "1E400");
        data.forEach(value -> halley.publish("chat:same", value));
        halley.publish("chat:same", "{ \"x y\" :\n\t[ 1 , 2 ] }");
        halley.post("/v1/channels/chat:same/events", "{\"type\":\"greeting\",\"data\":\"hi\"}", "Cookie", alice);

        String query = "channel=chat:same&cursor=start";
        List<String> texts;
        try (SseStream stream = SseStream.open(halley.gateway(), query, "Cookie", alice)) {
            List<SseStream.Block> blocks = stream.replay();
            assertThat(blocks).allSatisfy(block -> assertThat(block.id())
                    .isEqualTo(block.json().getString("id")));
            assertThat(blocks).last().satisfies(block -> assertThat(block.event())
                    .isEqualTo("greeting"));
            texts = blocks.stream().map(SseStream.Block::text).toList();
            for (int i = 0; i < data.size(); i++) {
                assertThat(texts.get(i)).endsWith(",\"type\":\"message\",\"data\":" + data.get(i) + "}");
            }
            assertThat(texts.get(5)).endsWith("\"data\":{\"x y\":[1,2]}}");
            assertThat(texts.get(6)).endsWith("\"type\":\"greeting\",\"data\":\"hi\",\"from\":\"alice\"}");
            assertThat(texts).hasSize(7);

            String id = new JsonObject(texts.get(6)).getString("id");
            String poll = halley.get("/v1/events?" + query + "&wait=0", "Cookie", alice)
                    .body();
            assertThat(poll)
                    .isEqualTo(
                            "{\"events\":[" + String.join(",", texts) + "],\"cursor\":\"" + id + "\",\"more\":false}");
            assertThat(curl("/v1/events?" + query + "&wait=0", "Accept: application/json", alice, poll))
                    .containsExactly(poll);
            List<String> seen = curl("/v1/events?" + query, "Accept: text/event-stream", alice, "event: $caught-up");
            assertThat(seen.stream().filter(line -> line.startsWith("data: {\"channel\"")))
                    .containsExactlyElementsOf(
                            texts.stream().map(text -> "data: " + text).toList());

            String marker = halley.publish("chat:same", "\"last\"").getString("id");
            assertThat(stream.next().id()).isEqualTo(marker);
            assertThat(Poll.of(halley, "channel=chat:same&cursor=" + id, "Cookie", alice)
                            .events())
                    .extracting(event -> event.getString("id"))
                    .containsExactly(marker);
        }
    }

    @Test
    void a_clean_restart_is_no_gap() throws Exception {
        String before = halley.publish("public:restarted", "1").getString("id");
        String missed = halley.publish("public:restarted", "2").getString("id");
        halley.restart();
        String after = halley.publish("public:restarted", "3").getString("id");
        try (SseStream stream = SseStream.open(halley.gateway(), "channel=public:restarted", "Last-Event-ID", before)) {
            assertThat(stream.replay()).extracting(SseStream.Block::id).containsExactly(missed, after);
            String marker = halley.publish("public:restarted", "4").getString("id");
            assertThat(stream.next().id()).isEqualTo(marker);
        }
        assertThat(Poll.all(halley, "channel=public:restarted", before))
                .extracting(event -> event.getInteger("data"))
                .containsExactly(2, 3, 4);
    }

    @Test
    void the_clock_ticks_without_ids_and_moves_no_cursor() throws Exception {
        String id = halley.publish("public:beside-the-clock", "1").getString("id");
        try (SseStream one = SseStream.open(halley.gateway(), "channel=clock");
                SseStream two = SseStream.open(halley.gateway(), "channel=public:beside-the-clock&channel=clock")) {
            assertThat(one.replay()).isEmpty();
            for (int i = 0; i < 2; i++) {
                SseStream.Block tick = one.next();
                assertThat(tick.type()).isEqualTo("tick");
                assertThat(tick.id()).isNull();
                assertThat(tick.json().containsKey("id")).isFalse();
                assertThat(tick.own().getLong("time")).isPositive();
            }
            assertThat(one.lastEventId()).isEqualTo("0.0");
            two.upTo("tick");
            assertThat(two.next().id()).isEqualTo(id + ",0.0");
        }
        Poll poll = Poll.of(halley, "channel=clock&wait=10&cursor=0.0");
        assertThat(poll.events()).extracting(event -> event.getString("type")).containsExactly("tick");
        assertThat(poll.cursor()).isEqualTo("0.0");
    }

    /** What {@code curl -N} prints, line by line, up to a line that says that all is there. */
    private static List<String> curl(String path, String accept, String cookie, String last) throws Exception {
        Process curl = new ProcessBuilder(
                        "curl", "-sN", "-H", accept, "-H", "Cookie: " + cookie, halley.gateway() + path)
                .redirectErrorStream(true)
                .start();
        try {
            return CompletableFuture.supplyAsync(() -> {
                        List<String> lines = new ArrayList<>();
                        var reader =
                                curl.inputReader(StandardCharsets.UTF_8).lines().iterator();
                        while (reader.hasNext() && !lines.contains(last)) {
                            lines.add(reader.next());
                        }
                        return lines;
                    })
                    .get(10, TimeUnit.SECONDS);
        } finally {
            curl.destroyForcibly();
        }
    }
}
