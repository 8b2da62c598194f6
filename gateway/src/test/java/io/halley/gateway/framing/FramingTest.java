package io.halley.gateway.framing;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.Events;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventId;
import io.halley.shared.event.EventType;
import io.halley.shared.event.Gap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FramingTest {

    private static final Event PUSH = new Event(
            new Channel("user:1"),
            new EventId("k3f9x2ab", 42),
            1795247708123L,
            EventType.PUSH,
            new EventData("{\"url\": \"http://a/\"}"),
            null);

    @Test
    void all_as_messages_says_no_type() {
        assertThat(SseFormat.of(true, false).framing().encode(List.of(PUSH)).toString())
                .isEqualTo(SseFormat.of(true, true)
                        .framing()
                        .encode(List.of(PUSH))
                        .toString()
                        .replace("event: push\n", ""))
                .doesNotContain("event:");
        assertThat(SseFormat.of(false, false).own(OwnEvent.drain(7), ""))
                .isEqualTo("data: {\"type\":\"$drain\",\"data\":{\"retry\":7}}\n\n");
    }

    /** What an engine's JSON.parse makes of it is shown in Chromium; here, that nothing ends the string or the script. */
    @Test
    void a_script_holds_nothing_that_ends_it() {
        Event hostile = new Event(
                new Channel("chat:lobby"),
                new EventId("k3f9x2ab", 7),
                1795247708124L,
                EventType.MESSAGE,
                new EventData("\"</script><!-- --> '\\u0027 \\\\' \u2028\u2029 \\u0000\""),
                null);
        String script =
                new IframeFormat("f", "n").framing().encode(List.of(hostile)).toString();
        assertThat(script)
                .endsWith("\"data\":\"\\u003c/script\\u003e\\u003c!-- --\\u003e \\'\\\\u0027 \\\\\\\\\\'"
                        + " \\u2028\\u2029 \\\\u0000\"}");
    }

    /**
     * Of a little less than one, one, and much more than one script's length, in bytes: Chinese letters are three each. Each
     * is in one piece, whether they come in frames of their own or in one.
     */
    @ParameterizedTest
    @CsvSource({"x, 1, 6", "x, 8, 6", "\u4e2d, 1, 6", "\u4e2d, 8, 6"})
    void a_write_is_several_scripts_of_whole_events_if_it_is_long(String letter, int together, int scripts) {
        IframeFormat format = new IframeFormat("f", "n");
        List<Event> events = new ArrayList<>();
        for (int bytes : List.of(5_000, 11_000, 1, 16_000, 16_384, 60_000, 1, 1)) {
            String text =
                    letter.repeat(Math.max(1, bytes / Buffer.buffer(letter).length()));
            EventId id = new EventId("aaaaaaaa", events.size() + 1);
            EventData data = new EventData("\"" + text + "\"");
            events.add(new Event(new Channel("chat:a"), id, 1795247708123L, EventType.MESSAGE, data, null));
            events.add(PUSH);
        }
        List<Buffer> pieces = new ArrayList<>();
        for (int from = 0; from < events.size(); from += 2 * together) {
            pieces.add(format.framing().encode(events.subList(from, from + 2 * together)));
        }
        List<String> called = new ArrayList<>();
        for (String script : format.join(pieces).toString().split("</script>", -1)) {
            if (!script.isEmpty()) {
                String array = script.substring(script.indexOf("('[") + 3, script.indexOf("]'));"));
                boolean several = array.indexOf("\"id\"") < array.lastIndexOf("\"id\"");
                assertThat(several ? Buffer.buffer(array).length() : 0).isLessThan(16 * 1024);
                called.add(array);
            }
        }
        assertThat(String.join(",", called))
                .isEqualTo(events.stream().map(Event::toJson).collect(Collectors.joining(",")));
        assertThat(called).hasSize(scripts);
    }

    @Test
    void events_of_halleys_own() {
        Gap gap = new Gap(new Channel("chat:a"), "nonsense\n", new EventId("bbbbbbbb", 4), new EventId("bbbbbbbb", 9));
        assertThat(SseFormat.of(true, true).own(OwnEvent.gap(gap, "bbbbbbbb.3"), "bbbbbbbb.3"))
                .isEqualTo(
                        """
                event: $gap
                id: bbbbbbbb.3
                data: {"channel":"chat:a","type":"$gap","data":{"channel":"chat:a","requested":"nonsense\\n",\
                "earliest":"bbbbbbbb.4","head":"bbbbbbbb.9","cursor":"bbbbbbbb.3"}}

                """);
        assertThat(SseFormat.of(true, true).own(OwnEvent.open("0.0", 15, 2000, "abc"), ""))
                .isEqualTo(
                        """
                event: $open
                data: {"type":"$open","data":{"cursor":"0.0","heartbeat":15,"retry":2000,"client":"abc"}}

                """);
    }

    @Test
    void a_frame_makes_its_bytes_once_per_framing() {
        Frame frame = new Frame(
                new Channel("chat:a"),
                new EventId("aaaaaaaa", 1),
                Events.of("chat:a", "aaaaaaaa", 2, 3),
                new EventId("aaaaaaaa", 4),
                null);
        assertThat(frame.bytes(SseFormat.of(true, true).framing()))
                .isSameAs(frame.bytes(SseFormat.of(true, true).framing()));
        assertThat(frame.bytes(SseFormat.of(true, true).framing()))
                .isNotEqualTo(frame.bytes(SseFormat.of(false, true).framing()));
    }
}
