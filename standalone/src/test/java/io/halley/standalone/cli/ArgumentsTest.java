package io.halley.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.shared.runtime.UsageException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

    @Test
    void a_push_is_for_users_or_for_all_or_for_those_online() {
        assertThat(push("1 --title Hi 2 x.de").toJson())
                .isEqualTo("{\"to\":[\"1\",\"2\"],\"url\":\"x.de\",\"title\":\"Hi\"}");
        assertThat(push("--all x.de").toJson()).isEqualTo("{\"to\":\"all\",\"url\":\"x.de\"}");
        assertThat(push("x.de --online --title=a=\"b").toJson())
                .isEqualTo("{\"to\":\"online\",\"url\":\"x.de\",\"title\":\"a=\\\"b\"}");
    }

    @Test
    void a_channel_is_watched_from_now_unless_told() {
        Channel channel = new Channel("user:1");
        assertThat(watch("user:1")).isEqualTo(new WatchCommand.Target(channel, Position.NOW));
        assertThat(watch("--from start user:1")).isEqualTo(new WatchCommand.Target(channel, Position.START));
        assertThat(watch("user:1 --from=k3f9x2ab.42"))
                .isEqualTo(new WatchCommand.Target(channel, new EventId("k3f9x2ab", 42)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''              | a URL is missing",
                "--all           | a URL is missing",
                "x.de            | for whom?",
                "1 x.de --all    | for whom?",
                "--online --all x.de | for whom?",
                "-x 1 x.de       | -x: no such option",
                "--all=1 x.de    | --all=1: no such option",
                "1 x.de --title  | --title: its value is missing",
                "--all --all x.de | --all: given twice",
                "--title a --title b 1 x.de | --title: given twice",
                "a/b x.de        | user: \"a/b\"",
            })
    void a_push_that_is_none(String words, String reason) {
        assertThatThrownBy(() -> push(words)).isInstanceOf(UsageException.class).hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                      | 0 channels",
                "chat:a chat:b           | 2 channels",
                "nope                    | names without ':' are reserved",
                "chat:a --from yesterday | \"yesterday\"",
                "chat:a --online         | --online: no such option",
            })
    void a_watch_that_is_none(String words, String reason) {
        assertThatThrownBy(() -> watch(words))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void users_takes_no_words() {
        assertThatThrownBy(() -> new UsersCommand().run(List.of("1"), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("1: nothing but options is taken");
    }

    @Test
    void json_is_taken_apart_as_it_was_written() throws IOException {
        Map<String, String> fields =
                JsonText.fields("{ \"a\" : {\"n\":1.10}, \"b\":[1, \"x,\\u00e9]\"] ,\"c\":\"\\\"\"}");

        assertThat(fields).containsEntry("a", "{\"n\":1.10}");
        assertThat(JsonText.elements(fields.get("b"))).containsExactly("1", "\"x,\\u00e9]\"");
        assertThat(JsonText.string(fields.get("c"))).isEqualTo("\"");
        for (String none : new String[] {"", "[]", "{\"a\":", "<html>"}) {
            assertThatThrownBy(() -> JsonText.fields(none)).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> JsonText.string(fields.get("none"))).isInstanceOf(IOException.class);
    }

    private static PushCommand.Push push(String words) {
        return PushCommand.Push.read(words(words));
    }

    private static WatchCommand.Target watch(String words) {
        return WatchCommand.Target.read(words(words));
    }

    private static List<String> words(String words) {
        return words.isEmpty() ? List.of() : List.of(words.split(" +"));
    }
}
