package io.halley.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import org.junit.jupiter.api.Test;

final class JsonTextTest {

    @Test
    void what_a_terminal_may_take_for_a_command_is_written_as_an_escape() {
        String hostile = "[\"\u009b2J\u202etxt\u2028\u007f\",\"\u00e4\ud83d\ude00\u200d\"]";
        String shown = JsonText.harmless(hostile);
        assertThat(shown).isEqualTo("[\"\\u009b2J\\u202etxt\\u2028\\u007f\",\"\u00e4\ud83d\ude00\u200d\"]");
        assertThat(new JsonArray(shown)).isEqualTo(new JsonArray(hostile));
    }
}
