package io.halley.shared.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelTest {

    @ParameterizedTest
    @CsvSource({
        "users, users, ",
        "presence, presence, ",
        "clock, clock, ",
        "user:1, user, 1",
        "user:a.b_c~d@e+f-g, user, a.b_c~d@e+f-g",
        "chat:lobby, chat, ",
        "public:a:b:c, public, ",
        "users:x, users, ",
        "0:-, 0, "
    })
    void knows_its_namespace_and_whose_it_is(String name, String namespace, String user) {
        Channel channel = new Channel(name);
        assertThat(channel.namespace()).isEqualTo(namespace);
        assertThat(channel.user()).isEqualTo(user == null ? null : new UserId(user));
        assertThat(channel).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "lobby",
                "user",
                ":",
                "chat:",
                ":lobby",
                "chat::a",
                "-a:b",
                "_a:b",
                "chat:a b",
                "chat:a/b",
                "chat:ä",
                "chat:a\n",
                "user:",
                "user:a:b",
                "user:-a",
                "user:.",
                "chat:lobby:",
                "chat:%41"
            })
    void refuses_what_breaks_the_rule_and_names_it(String name) {
        assertThatThrownBy(() -> new Channel(name))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("expected: ");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201})
    void takes_at_most_200_characters(int length) {
        String name = "a:" + "b".repeat(length - 2);
        if (length <= Channel.LONGEST_NAME) {
            assertThat(new Channel(name).name()).isEqualTo(name);
        } else {
            assertThatThrownBy(() -> new Channel(name)).isInstanceOf(InvalidValueException.class);
        }
    }

    @Property
    void any_user_has_a_channel_of_its_own(
            @ForAll @CharRange(from = 'a', to = 'z') @StringLength(min = 1, max = 64) String id) {
        UserId user = new UserId(id);
        assertThat(Channel.ofUser(user).user()).isEqualTo(user);
    }

    @Property(tries = 2_000)
    void any_text_is_a_channel_or_an_invalid_value(
            @ForAll @Chars({':', '.', '-', '+', '/', ' ', '\n', 'u', 's', 'e', 'r', 'é', '\uD800'}) String text) {
        try {
            assertThat(new Channel(text).name()).isEqualTo(text);
            assertThat(text).matches("[A-Za-z0-9][A-Za-z0-9._~@+:-]{0,199}");
        } catch (InvalidValueException e) {
            assertThat(e.what()).isIn("channel", "user");
        }
    }
}
