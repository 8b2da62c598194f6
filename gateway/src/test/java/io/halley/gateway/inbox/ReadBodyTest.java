package io.halley.gateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.event.EventId;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReadBodyTest {

    private static final EventId ONE = new EventId("aaaaaaaa", 1);
    private static final EventId TWO = new EventId("bbbbbbbb", 2);

    @Test
    void an_id_a_cursor_or_single_ids() {
        assertThat(ReadBody.read("{\"upTo\":\"aaaaaaaa.1\"}")).isEqualTo(new ReadBody(List.of(ONE), List.of()));
        assertThat(ReadBody.read("{\"upTo\":\"aaaaaaaa.1,bbbbbbbb.2\"}"))
                .isEqualTo(new ReadBody(List.of(ONE, TWO), List.of()));
        assertThat(ReadBody.read("{\"ids\":[\"bbbbbbbb.2\",\"aaaaaaaa.1\"]}"))
                .isEqualTo(new ReadBody(List.of(), List.of(TWO, ONE)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                   | neither upTo nor ids",
                "{\"upTo\":\"aaaaaaaa.1\",\"ids\":[]} | both upTo and ids",
                "{\"upto\":\"aaaaaaaa.1\"}            | field: \"upto\"",
                "{\"upTo\":1}                         | upTo: \"1\" (expected: a string",
                "{\"upTo\":\"now\"}                   | \"now\" (expected: EPOCH.OFFSET",
                "{\"upTo\":\"now,now\"}               | upTo: \"now,now\" (expected: two event ids",
                "{\"upTo\":\"0.0,0.0,0.0\"}           | (expected: 2 positions",
                "{\"ids\":\"aaaaaaaa.1\"}             | (expected: an array of event ids",
                "{\"ids\":[]}                         | ids: \"0 ids\" (expected: 1 to 1000",
                "{\"ids\":[\"last:3\"]}               | \"last:3\" (expected: EPOCH.OFFSET",
                "[]                                   | not a JSON object",
            })
    void anything_else_is_refused_by_name(String body, String said) {
        assertThatThrownBy(() -> ReadBody.read(body)).hasMessageContaining(said);
    }

    @Test
    void the_longest_list_fits_and_no_longer_one() {
        String longest = "\"" + "z".repeat(32) + "." + EventId.LARGEST_OFFSET + "\"";
        String body = "{\"ids\":[" + String.join(",", Collections.nCopies(ReadBody.MOST_IDS, longest)) + "]}";

        assertThat(ReadBody.read(body).ids()).hasSize(ReadBody.MOST_IDS);
        assertThat(body.length()).isLessThan(ReadBody.LARGEST);
        assertThatThrownBy(() -> ReadBody.read(body.replaceFirst("\\[", "[\"aaaaaaaa.1\",")))
                .hasMessageContaining("1001 ids");
    }
}
