package io.halley.shared.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventDataTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.10 | 1.10",
                "-0 | -0",
                "1E400 | 1E400",
                "12345678901234567890123 | 12345678901234567890123",
                "{\"a\" : 1,\t\"a\":2 } | {\"a\":1,\"a\":2}",
                "[ 1 , \" x  y \" ] | [1,\" x  y \"]",
                "\"\\u00e9 \\/ \\\" [ 1 ]\" | \"\\u00e9 \\/ \\\" [ 1 ]\"",
                "\"\\\\\" | \"\\\\\"",
                "null | null"
            })
    void keeps_every_token_and_drops_only_white_space_between_them(String json, String kept) {
        assertThat(new EventData(json).json()).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1 2",
                "[1 2]",
                "tr ue",
                "- 1",
                "1. 5",
                "truefalse",
                "[",
                "{]",
                "{\"a\"}",
                "{a:1}",
                "'a'",
                "01",
                "+1",
                ".5",
                "NaN",
                "Infinity",
                "[1,]",
                "{\"a\":1,}",
                "/* */1",
                "1 // x",
                "\"\n\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"open",
                "\uFEFF1",
                "\"\uD800\"",
                "\"\uDC00\uD800\""
            })
    void refuses_what_is_not_one_json_value(String json) {
        assertThatThrownBy(() -> new EventData(json))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("data: \"");
    }

    @Test
    void refuses_nesting_beyond_what_a_browser_should_be_asked_to_read() {
        assertThatThrownBy(() -> new EventData("[".repeat(2_000) + "]".repeat(2_000)))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void takes_64_kib_of_utf_8_without_the_white_space_between_tokens() {
        String largest = "\"" + "é".repeat(32 * 1024 - 1) + "\"";
        assertThat(new EventData(largest).bytes()).isEqualTo(EventData.LARGEST_BYTES);
        assertThat(new EventData("  " + largest + "\n").json()).isEqualTo(largest);
        assertThatThrownBy(() -> new EventData("\"a" + largest.substring(1)))
                .isInstanceOf(TooLargeException.class)
                .hasMessage("data: 65537 bytes (expected: at most 65536 bytes)");
    }

    @Property
    void any_text_can_be_carried(@ForAll String text) {
        boolean whole = StandardCharsets.UTF_8.newEncoder().canEncode(text);
        if (whole) {
            EventData data = EventData.ofText(text);
            assertThat(Json.decodeValue(data.json())).isEqualTo(text);
            assertThat(data.bytes()).isEqualTo(data.json().getBytes(StandardCharsets.UTF_8).length);
            assertThat(data.json()).doesNotContain("\n", "\r");
        } else {
            assertThatThrownBy(() -> EventData.ofText(text)).isInstanceOf(InvalidValueException.class);
        }
    }

    @Property(tries = 2_000)
    void white_space_between_tokens_makes_no_difference(@ForAll("tokens") Tuple2<String, String> json) {
        assertThat(new EventData(json.get1())).isEqualTo(new EventData(json.get2()));
        assertThat(new EventData(json.get2()).json()).isEqualTo(json.get2());
    }

    @Property(tries = 3_000)
    void any_text_is_data_or_an_invalid_value(
            @ForAll
                    @Chars({
                        '{', '}', '[', ']', ',', ':', '"', '\\', 'u', '0', '1', 'e', '.', '-', ' ', '\n', 't', 'r', 'é'
                    })
                    String text) {
        try {
            EventData data = new EventData(text);
            Json.decodeValue(data.json());
            assertThat(new EventData(data.json())).isEqualTo(data);
        } catch (InvalidValueException e) {
            assertThat(e.what()).isEqualTo("data");
        }
    }

    /** A JSON value with white space between its tokens, and the same without. */
    @Provide
    Arbitrary<Tuple2<String, String>> tokens() {
        Arbitrary<String> scalars = Arbitraries.oneOf(
                Arbitraries.of(
                        "1.10", "-0", "1e5", "true", "false", "null", "\"\"", "\" a  b \"", "\"\\\\\"", "\"\\\" ,\""),
                Arbitraries.longs().map(Object::toString));
        Arbitrary<String> spaces = Arbitraries.of("", " ", "\n", "\t\r\n  ");
        Arbitrary<List<String>> values = scalars.list().ofMaxSize(6);
        return values.flatMap(items -> spaces.list()
                .ofSize(4 * items.size() + 2)
                .map(gaps -> Tuple.of(array(items, gaps), array(items, null))));
    }

    private static String array(List<String> items, @org.jspecify.annotations.Nullable List<String> gaps) {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < items.size(); i++) {
            json.append(i == 0 ? "" : ",")
                    .append(gaps == null ? "" : gaps.get(2 * i))
                    .append(items.get(i))
                    .append(gaps == null ? "" : gaps.get(2 * i + 1));
        }
        return json.append(']').toString();
    }
}
