package io.halley.gateway.framing;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.Events;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventId;
import io.halley.shared.event.EventType;
import io.halley.shared.event.Gap;
import io.halley.shared.event.UserId;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FramingTest {

    private static final Event PUSH = new Event(
            new Channel("user:1"),
            new EventId("k3f9x2ab", 42),
            1795247708123L,
            EventType.PUSH,
            new EventData("{\"url\": \"http://a/\"}"),
            null);
    private static final Event CHAT = new Event(
            new Channel("chat:lobby"),
            new EventId("k3f9x2ab", 7),
            1795247708124L,
            EventType.MESSAGE,
            new EventData("\"line\\nbreak ä</script>\""),
            new UserId("alice"));

    @Test
    void sse_with_ids() {
        assertThat(SseFormat.of(true, true)
                        .framing()
                        .encode(List.of(PUSH, CHAT))
                        .toString())
                .isEqualTo(
                        """
                event: push
                id: k3f9x2ab.42
                data: {"channel":"user:1","id":"k3f9x2ab.42","time":1795247708123,"type":"push","data":{"url":"http://a/"}}

                id: k3f9x2ab.7
                data: {"channel":"chat:lobby","id":"k3f9x2ab.7","time":1795247708124,"type":"message",\
                "data":"line\\nbreak ä</script>","from":"alice"}

                """);
    }

    @Test
    void sse_without_ids_ends_a_write_with_the_cursor() {
        assertThat(SseFormat.of(false, true).framing().encode(List.of(PUSH)).toString())
                .isEqualTo(
                        """
                event: push
                data: {"channel":"user:1","id":"k3f9x2ab.42","time":1795247708123,"type":"push","data":{"url":"http://a/"}}

                """);
        assertThat(SseFormat.of(false, true).trailer("k3f9x2ab.42,0.0")).isEqualTo("id: k3f9x2ab.42,0.0\n\n");
    }

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

    @Test
    void json_stands_inside_an_array() {
        JsonObject answer = new JsonObject("{\"events\":[" + JsonFraming.INSTANCE.encode(List.of(PUSH, CHAT)) + "]}");
        assertThat(answer.getJsonArray("events")).hasSize(2);
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
