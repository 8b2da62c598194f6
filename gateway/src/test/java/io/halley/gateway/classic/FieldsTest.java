package io.halley.gateway.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.event.EventData;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldsTest {

    @Property(tries = 100)
    void whatever_is_encoded_is_read_and_is_only_text_in_html_and_json(@ForAll String text) {
        String sound = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String encoded = URLEncoder.encode(sound, StandardCharsets.UTF_8);
        assertThat(Fields.parse("a=1&msg=" + encoded).text("msg")).isEqualTo(sound);
        assertThat(Escaped.html(sound)).doesNotContain("<", ">", "\"", "'");
        String json = Escaped.json(sound);
        assertThat(json).doesNotContain("\u2028", "\u2029", "\n", "\0");
        assertThat(Escaped.words(new EventData(json))).isEqualTo(sound);
    }

    @Test
    void reads_as_php_does() {
        assertThat(Fields.parse("&a=1&b&=x&a=2+3&c=x;y=z&subscribed[k]=4&%C3%A9=%26&d=é")
                        .values())
                .isEqualTo(Map.of("a", "2 3", "b", "", "c", "x;y=z", "subscribed[k]", "4", "é", "&", "d", "é"));
        assertThat(Fields.parse("").values()).isEmpty();
    }

    @Test
    void reads_one_value_of_an_address_whatever_else_is_in_it() {
        String address = "http://h/p?name=J%FCrgen&x=%&id=2%401&id=%FC&%=#id=3";
        assertThat(Fields.ofAddress(address, "id")).isEqualTo("2@1");
        for (String without : List.of("http://h/id=1", "?ID=1&xid=2", "?id", "?id=%C3%A9", "")) {
            assertThat(Fields.ofAddress(without, "id")).as(without).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%C3", "a=%ff%fe"})
    void refuses_what_can_not_be_decoded(String encoded) {
        assertThatThrownBy(() -> Fields.parse(encoded)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void says_a_string_as_text_and_all_else_as_json() {
        assertThat(Escaped.words(new EventData("\"a\\u0000\\\"<\""))).isEqualTo("a\0\"<");
        assertThat(Escaped.words(new EventData("{\"a\": [1.10]}"))).isEqualTo("{\"a\":[1.10]}");
        assertThat(Escaped.html("&<>\"'")).isEqualTo("&amp;&lt;&gt;&quot;&#39;");
    }
}
