package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every way in which a log no longer covers a cursor: it is said, and reading goes on at the earliest event. */
@Timeout(60)
class GapTest {

    @AutoClose
    private static final RunningHalley halley = new RunningHalley(Map.of("HALLEY_RETAIN_EVENTS", "3"));

    private static final List<String> IDS = new ArrayList<>();

    @BeforeAll
    static void start() {
        for (int i = 0; i < 8; i++) {
            IDS.add(halley.publish("public:trimmed", Integer.toString(i)).getString("id"));
        }
        halley.publish("public:whole", "1");
    }

    @Test
    void a_trimmed_cursor() throws Exception {
        assertGap(IDS.get(1));
        assertGap(IDS.get(3));
        assertGap("0.0");
    }

    @Test
    void the_oldest_cursor_that_is_covered_is_none() throws Exception {
        try (SseStream stream = SseStream.open(halley.gateway(), "channel=public:trimmed&cursor=" + IDS.get(4))) {
            assertThat(stream.replay()).extracting(SseStream.Block::id).isEqualTo(IDS.subList(5, 8));
        }
    }

    @Test
    void a_foreign_epoch() throws Exception {
        assertGap("zzzzzzzz.7");
        assertGap("zzzzzzzz.0");
    }

    @Test
    void a_cursor_ahead_of_the_head() throws Exception {
        assertGap(epoch() + ".9");
        assertGap(epoch() + ".9007199254740991");
    }

    @Test
    void what_was_remembered_and_cannot_be_read_is_a_gap_too_and_never_refused() throws Exception {
        List<String> unreadable = List.of(
                "rubbish",
                "0.0,0.0",
                IDS.get(7) + "," + IDS.get(7),
                "last:0",
                epoch() + ".-1",
                epoch() + ".9007199254740993",
                "\u00e4\u00f6",
                ",",
                "x".repeat(5000));
        for (String text : unreadable) {
            try (SseStream stream =
                    SseStream.open(halley.gateway(), "channel=public:trimmed&cursor=now", "Last-Event-ID", text)) {
                assertGap(stream.replay(), text);
            }
            Poll poll = Poll.of(
                    halley.get("/v1/events?channel=public:trimmed&wait=0", "If-None-Match", "\"" + text + "\""));
            assertThat(poll.events().get(0).getString("type")).as(text).isEqualTo("$gap");
            assertThat(poll.events()).hasSize(4);
        }
        try (SseStream stream = SseStream.open(halley.gateway(), "channel=public:trimmed&lastEventId=rubbish")) {
            assertGap(stream.replay(), "rubbish");
        }
    }

    @Test
    void the_other_channels_of_a_connection_have_none() throws Exception {
        String channels = "channel=public:whole&channel=public:trimmed";
        try (SseStream stream = SseStream.open(halley.gateway(), channels + "&cursor=0.0," + IDS.get(0))) {
            List<SseStream.Block> blocks = stream.replay();
            assertThat(blocks)
                    .extracting(block -> block.json().getString("channel") + " " + block.type())
                    .containsExactlyInAnyOrder(
                            "public:whole message",
                            "public:trimmed $gap",
                            "public:trimmed message",
                            "public:trimmed message",
                            "public:trimmed message");
            JsonObject gap = blocks.stream()
                    .filter(block -> block.type().equals("$gap"))
                    .findFirst()
                    .orElseThrow()
                    .own();
            assertThat(gap.getString("cursor").split(",")).hasSize(2);
            // who is cut off right behind the gap comes back to all of it, and to no second gap
            try (SseStream again = SseStream.open(halley.gateway(), channels + "&cursor=" + gap.getString("cursor"))) {
                assertThat(again.replay())
                        .extracting(SseStream.Block::type)
                        .containsOnly("message")
                        .hasSizeGreaterThanOrEqualTo(3);
            }
        }
    }

    /** Over both transports: the gap, all that is retained, and nothing else before what is published next. */
    private static void assertGap(String cursor) throws Exception {
        String query = "channel=public:trimmed&cursor=" + cursor;
        try (SseStream stream = SseStream.open(halley.gateway(), query)) {
            assertGap(stream.replay(), cursor);
        }
        Poll poll = Poll.of(halley, query + "&wait=0");
        JsonObject gap = poll.events().get(0);
        assertThat(gap.getString("type")).isEqualTo("$gap");
        assertThat(gap.getJsonObject("data").getString("requested")).isEqualTo(cursor);
        assertThat(poll.events().subList(1, poll.events().size()))
                .extracting(event -> event.getString("id"))
                .isEqualTo(IDS.subList(5, 8));
        assertThat(poll.cursor()).isEqualTo(IDS.get(7));
        assertThat(poll.more()).isFalse();
    }

    private static void assertGap(List<SseStream.Block> blocks, String requested) {
        SseStream.Block block = blocks.get(0);
        assertThat(block.type()).as(requested).isEqualTo("$gap");
        JsonObject gap = block.own();
        assertThat(gap.getString("channel")).isEqualTo("public:trimmed");
        if (requested.length() < 100 && requested.chars().allMatch(c -> c < 0x80)) {
            assertThat(gap.getString("requested")).isEqualTo(requested);
        }
        assertThat(gap.getString("earliest")).isEqualTo(IDS.get(5));
        assertThat(gap.getString("head")).isEqualTo(IDS.get(7));
        assertThat(gap.getString("cursor")).isEqualTo(IDS.get(4)).isEqualTo(block.id());
        assertThat(blocks.subList(1, blocks.size()))
                .extracting(SseStream.Block::id)
                .isEqualTo(IDS.subList(5, 8));
    }

    private static String epoch() {
        return IDS.get(0).substring(0, IDS.get(0).indexOf('.'));
    }
}
