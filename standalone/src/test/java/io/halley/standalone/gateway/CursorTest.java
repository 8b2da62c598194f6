package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CursorTest {

    private static final String BOTH = "channel=public:a&channel=public:b";

    @AutoClose
    private static final RunningHalley halley = new RunningHalley();

    private static List<String> a;
    private static List<String> b;

    @BeforeAll
    static void start() {
        a = published("public:a", 5);
        b = published("public:b", 3);
    }

    @Test
    void each_form_of_a_cursor_starts_where_it_says() throws Exception {
        String one = "channel=public:a";
        assertReads(one, "", List.of());
        assertReads(one, "now", List.of());
        assertReads(one, "start", a);
        assertReads(one, "last:2", a.subList(3, 5));
        assertReads(one, "last:1000000", a);
        assertReads(one, "0.0", a);
        assertReads(one, a.get(1), a.subList(2, 5));
        assertReads(one, a.get(4), List.of());
    }

    @Test
    void with_several_channels_each_has_its_place_and_one_word_stands_for_all() throws Exception {
        assertReads(BOTH, "", List.of());
        assertReads(BOTH, "now", List.of());
        assertReads(BOTH, "start", both(0, 0));
        assertReads(BOTH, "last:1", both(4, 2));
        assertReads(BOTH, "now,start", both(5, 0));
        assertReads(BOTH, "last:2,now", both(3, 3));
        assertReads(BOTH, "0.0," + b.get(0), both(0, 1));
        assertReads(BOTH, a.get(2) + ",0.0", both(3, 0));
        assertReads(BOTH, a.get(4) + "," + b.get(1), both(5, 2));
    }

    @Test
    void one_resumes_by_whatever_a_browser_a_polyfill_or_a_cache_sends() throws Exception {
        String remembered = a.get(3) + "," + b.get(1);
        List<String> rest = both(4, 2);
        // the address of a page that comes back still holds its first cursor
        for (String query : List.of(BOTH, BOTH + "&cursor=start", BOTH + "&lastEventId=0.0,0.0")) {
            for (String[] header : List.of(
                    new String[] {"Last-Event-ID", remembered},
                    new String[] {"If-None-Match", "\"" + remembered + "\""},
                    new String[] {"If-None-Match", "W/\"" + remembered + "\""})) {
                assertThat(sse(query, header)).as(query + header[0]).isEqualTo(rest);
                assertThat(poll(query, header)).as(query + header[0]).isEqualTo(rest);
            }
        }
        assertThat(sse(BOTH + "&lastEventId=" + remembered)).isEqualTo(rest);
        assertThat(poll(BOTH + "&lastEventId=" + remembered)).isEqualTo(rest);
        // an EventSource that has not seen anything yet sends it empty
        assertThat(sse(BOTH + "&cursor=" + remembered, "Last-Event-ID", "")).isEqualTo(rest);
    }

    @Test
    void open_says_where_reading_starts_whatever_the_form() throws Exception {
        for (String cursor : List.of("start", "last:2", "0.0", "now", a.get(2) + "," + b.get(0), "now,last:1")) {
            String query = cursor.equals("0.0") ? "0.0,0.0" : cursor;
            List<String> read;
            String start;
            try (SseStream stream = SseStream.open(halley.gateway(), BOTH + "&cursor=" + query)) {
                assertThat(stream.next().retry()).isNotNull();
                assertThat(stream.next()).matches(SseStream.Block::isOnlyAnId);
                SseStream.Block open = stream.next();
                assertThat(open.type()).isEqualTo("$open");
                start = open.own().getString("cursor");
                assertThat(stream.lastEventId()).isEqualTo(start);
                read = ids(stream.upTo("$caught-up"));
                assertThat(stream.lastEventId()).isEqualTo(a.get(4) + "," + b.get(2));
            }
            assertThat(sse(BOTH, "Last-Event-ID", start)).as(cursor).isEqualTo(read);
        }
    }

    /** Over both transports, and that is all: then comes the end of the replay, or an answer with nothing more. */
    private static void assertReads(String channels, String cursor, List<String> expected) throws Exception {
        String query = cursor.isEmpty() ? channels : channels + "&cursor=" + cursor;
        assertThat(sse(query)).as("sse " + query).isEqualTo(expected);
        assertThat(poll(query)).as("poll " + query).isEqualTo(expected);
    }

    private static List<String> sse(String query, String... headers) throws Exception {
        try (SseStream stream = SseStream.open(halley.gateway(), query, headers)) {
            return ids(stream.replay());
        }
    }

    /** Polls begin with any one of their channels; each channel's own order is what counts. */
    private static List<String> poll(String query, String... headers) {
        return Poll.all(halley, query, "", headers).stream()
                .sorted(Comparator.comparing(event -> event.getString("channel")))
                .map(event -> event.getString("id"))
                .toList();
    }

    private static List<String> ids(List<SseStream.Block> blocks) {
        return blocks.stream()
                .map(SseStream.Block::json)
                .filter(event -> event.containsKey("id"))
                .map(event -> event.getString("id"))
                .toList();
    }

    private static List<String> both(int fromA, int fromB) {
        return Stream.concat(a.subList(fromA, a.size()).stream(), b.subList(fromB, b.size()).stream())
                .toList();
    }

    private static List<String> published(String channel, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            JsonObject answer = halley.publish(channel, Integer.toString(i));
            ids.add(answer.getString("id"));
        }
        return ids;
    }
}
