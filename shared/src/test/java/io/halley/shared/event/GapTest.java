package io.halley.shared.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GapTest {

    @Test
    void a_gap_is_one_line_whatever_was_asked_for() {
        EventId head = EventId.parse("abcdefgh.7");
        String json = new Gap(new Channel("chat:a"), "a\n\"b", head, head).toJson("abcdefgh.6,0.0");

        assertThat(json)
                .isEqualTo("{\"channel\":\"chat:a\",\"type\":\"$gap\",\"data\":{\"channel\":\"chat:a\","
                        + "\"requested\":\"a\\n\\\"b\",\"earliest\":\"abcdefgh.7\",\"head\":\"abcdefgh.7\","
                        + "\"cursor\":\"abcdefgh.6,0.0\"}}");
    }
}
