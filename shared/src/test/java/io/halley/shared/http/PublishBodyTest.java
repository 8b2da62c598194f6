package io.halley.shared.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.halley.shared.event.EventData;
import io.halley.shared.event.InvalidValueException;
import io.halley.shared.event.TooLargeException;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PublishBodyTest {

    private static final String JSON = "application/json";

    @Test
    void json_without_a_type_parameter_is_an_object_with_type_and_data() {
        PublishBody body = read(JSON, null, " {\"type\":\"mess\\u0061ge.new\", \"data\" : {\"a\" : [1.10, 2] } }\n");

        assertThat(body.type().name()).isEqualTo("message.new");
        assertThat(body.data().json()).isEqualTo("{\"a\":[1.10,2]}");
        assertThat(read(JSON, null, "{\"data\":null}").type().name()).isEqualTo("message");
        assertThat(read(JSON, null, "{\"data\":null}").data().json()).isEqualTo("null");
    }

    @Test
    void text_is_a_string_and_a_type_parameter_makes_the_whole_body_the_data() {
        assertThat(read("text/plain;charset=UTF-8", null, "say \"hé\"\n").data().json())
                .isEqualTo("\"say \\\"hé\\\"\\n\"");
        assertThat(read("text/plain", null, "").data().json()).isEqualTo("\"\"");
        assertThat(read("text/plain", "note", "{}")).isEqualTo(read(JSON, "note", "\"{}\""));
        assertThat(read("Application/JSON ; charset=\"utf-8\"", "note", "{\"data\":1}")
                        .data()
                        .json())
                .isEqualTo("{\"data\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "` `                          | body: empty",
                "`{\"data\":1,\"date\":2}`    | field: \"date\" (expected: only type, data)",
                "`{\"data\":1,\"data\":1}`    | field: \"data\" (expected: each field once)",
                "`{\"type\":\"a\"}`           | data: missing",
                "`{\"type\":1,\"data\":1}`    | type: \"1\" (expected: a string)",
                "`{\"type\":null,\"data\":1}` | type: \"null\" (expected: a string)",
                "`{\"type\":\"$x\",\"data\":1}`| type: \"$x\"",
                "`[1]`                        | body: not a JSON object",
                "`{\"data\":1} {}`            | body: text after the JSON object",
                "`{\"data\":1`                | body: not JSON",
                "`{\"data\":01}`              | body: not JSON",
                "`{'data':1}`                 | body: not JSON",
                "`{\"data\":NaN}`             | body: not JSON",
                "`{\"data\":\"\u0007\"}`      | body: not JSON",
            })
    void what_breaks_a_rule_is_named(String body, String message) {
        assertThatThrownBy(() -> read(JSON, null, body)).hasMessageContaining(message);
    }

    @Test
    void nesting_and_numbers_have_a_limit() {
        assertThatThrownBy(() -> read(JSON, null, "{\"data\":" + "[".repeat(2000) + "]".repeat(2000) + "}"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("at most 1000 levels");
        assertThatThrownBy(() -> read(JSON, "x", "[".repeat(2000) + "]".repeat(2000)))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void data_over_the_limit_is_too_large_and_white_space_does_not_count() {
        String largest = "\"" + "x".repeat(EventData.LARGEST_BYTES - 2) + "\"";

        assertThat(read(JSON, "x", " ".repeat(1000) + largest).data().bytes()).isEqualTo(EventData.LARGEST_BYTES);
        assertThatThrownBy(() -> read("text/plain", null, largest))
                .isInstanceOf(TooLargeException.class)
                .hasMessageContaining("65536");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none",
                "application/x-www-form-urlencoded",
                "text/html",
                "application/json;charset=iso-8859-1",
                "''"
            })
    void other_content_types_are_refused_with_the_curl_flag(@Nullable String contentType) {
        Throwable refused = catchThrowable(() -> read(contentType, null, "{\"data\":1}"));

        assertThat(refused).isInstanceOf(ProblemException.class);
        assertThat(((ProblemException) refused).problem().status()).isEqualTo(415);
        assertThat(refused).hasMessageContaining("-H 'Content-Type: application/json'");
    }

    @Test
    void bytes_that_are_not_utf8_are_refused_with_their_place() {
        Buffer latin1 = Buffer.buffer(new byte[] {'a', 'b', (byte) 0xe9});
        Buffer cut = Buffer.buffer(new byte[] {'a', (byte) 0xc3});
        Buffer surrogate = Buffer.buffer(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});

        assertThatThrownBy(() -> PublishBody.read("text/plain", null, latin1)).hasMessageContaining("byte 2");
        assertThatThrownBy(() -> PublishBody.read("text/plain", null, cut)).hasMessageContaining("byte 1");
        assertThatThrownBy(() -> PublishBody.read("text/plain", null, surrogate))
                .hasMessageContaining("byte 0");
    }

    @Property(tries = 3000)
    void random_bytes_are_a_value_or_a_refusal(@ForAll byte[] bytes, @ForAll boolean json, @ForAll boolean typed) {
        valueOrRefusal(json ? JSON : "text/plain", typed ? "t" : null, Buffer.buffer(bytes));
    }

    @Property(tries = 3000)
    void nearly_json_is_a_value_or_a_refusal(@ForAll("nearlyJson") String body, @ForAll boolean typed) {
        valueOrRefusal(JSON, typed ? "t" : null, Buffer.buffer(body));
    }

    @Property(tries = 1000)
    void data_is_kept_token_for_token(@ForAll("tokens") String json) {
        assertThat(read(JSON, null, "{\"data\":" + json + "}").data().json()).isEqualTo(json);
        assertThat(read(JSON, null, "{ \"data\" :\n" + json + "\t, \"type\":\"a\" }")
                        .data()
                        .json())
                .isEqualTo(json);
        assertThat(read(JSON, "t", json).data().json()).isEqualTo(json);
    }

    @Provide
    Arbitrary<String> nearlyJson() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ":",
                        ",",
                        "\"",
                        "\\",
                        "\"data\"",
                        "\"type\"",
                        "1",
                        "-",
                        ".5",
                        "e9",
                        "true",
                        "null",
                        " ",
                        "\n",
                        "\u0000",
                        "\\u12",
                        "é",
                        "\ud83d\ude00")
                .list()
                .ofMaxSize(20)
                .map(parts -> "{\"data\":" + String.join("", parts));
    }

    @Provide
    Arbitrary<String> tokens() {
        return tokens(3);
    }

    private static Arbitrary<String> tokens(int depth) {
        Arbitrary<String> leaf = Arbitraries.of(
                "1.10",
                "-0",
                "1E+400",
                "0.000",
                "true",
                "false",
                "null",
                "\"\"",
                "\"\\u00e9\\/\"",
                "\"é \\\" {\"",
                "{}",
                "[]",
                "\"\ud83d\ude00\"",
                "\"\\ud800\"",
                "12345678901234567890123");
        return depth == 0
                ? leaf
                : Arbitraries.oneOf(
                        leaf,
                        tokens(depth - 1).list().ofMaxSize(4).map(list -> "[" + String.join(",", list) + "]"),
                        tokens(depth - 1).list().ofMaxSize(3).map(PublishBodyTest::object));
    }

    /** With a doubled name, which stays doubled. */
    private static String object(List<String> values) {
        return values.stream().map(value -> "\"n\":" + value).collect(Collectors.joining(",", "{", "}"));
    }

    private static void valueOrRefusal(String contentType, @Nullable String type, Buffer body) {
        Throwable refusal = catchThrowable(() -> PublishBody.read(contentType, type, body));
        if (refusal != null) {
            assertThat(refusal)
                    .isInstanceOfAny(ProblemException.class, InvalidValueException.class, TooLargeException.class);
        }
    }

    private static PublishBody read(@Nullable String contentType, @Nullable String type, String body) {
        return PublishBody.read(contentType, type, Buffer.buffer(body));
    }
}
