package io.halley.shared.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.WithNull;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {

    private static final EventId ID = new EventId("k3f9x2ab", 42);
    private static final EventData DATA = new EventData("{\"a\":1.10}");

    @Test
    void is_shown_as_the_protocol_says() {
        Event event = new Event(
                new Channel("chat:lobby"), ID, 1_795_247_708_123L, EventType.MESSAGE, DATA, new UserId("alice"));
        assertThat(event.toJson())
                .isEqualTo("{\"channel\":\"chat:lobby\",\"id\":\"k3f9x2ab.42\",\"time\":1795247708123,"
                        + "\"type\":\"message\",\"data\":{\"a\":1.10},\"from\":\"alice\"}");
        assertThat(new Event(Channel.CLOCK, null, 1, EventType.MESSAGE, DATA, null).toJson())
                .isEqualTo("{\"channel\":\"clock\",\"time\":1,\"type\":\"message\",\"data\":{\"a\":1.10}}");
    }

    @Test
    void has_an_id_exactly_where_there_is_a_log() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Event(Channel.USERS, null, 1, EventType.MESSAGE, DATA, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Event(Channel.USERS, EventId.NONE, 1, EventType.MESSAGE, DATA, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Event(Channel.CLOCK, ID, 1, EventType.MESSAGE, DATA, null));
    }

    @Property
    void is_valid_json_on_one_line_whatever_it_carries(
            @ForAll("channels") Channel channel,
            @ForAll("types") EventType type,
            @ForAll("texts") String text,
            @ForAll @LongRange(max = EventId.LARGEST_OFFSET) long time,
            @ForAll("users") @WithNull @Nullable UserId from) {
        String json = new Event(channel, ID, time, type, EventData.ofText(text), from).toJson();
        JsonObject read = new JsonObject(json);

        assertThat(json).doesNotContain("\n", "\r");
        assertThat(read.getString("channel")).isEqualTo(channel.name());
        assertThat(read.getString("id")).isEqualTo(ID.toString());
        assertThat(read.getLong("time")).isEqualTo(time);
        assertThat(read.getString("type")).isEqualTo(type.name());
        assertThat(read.getString("data")).isEqualTo(text);
        assertThat(read.getString("from")).isEqualTo(from == null ? null : from.value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "$open", "open", "error", ".a", "a b", "a\n", "ä", "a/b"})
    void a_type_is_a_name_that_is_free(String name) {
        assertThatThrownBy(() -> new EventType(name)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void a_principal_has_at_most_a_thousand_characters() {
        assertThat(IdempotencyKey.of("p".repeat(1_000), "k", EventType.MESSAGE, DATA)
                        .principal())
                .hasSize(1_000);
        assertThatThrownBy(() -> IdempotencyKey.of("p".repeat(1_001), "k", EventType.MESSAGE, DATA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("principal of 1001 characters");
    }

    @Property
    void any_text_is_a_type_a_user_and_a_key_or_an_invalid_value(@ForAll String text) {
        Refused.or(() -> assertThat(new EventType(text).name()).isEqualTo(text));
        Refused.or(() -> assertThat(new UserId(text).value()).isEqualTo(text));
        Refused.or(() -> assertThat(IdempotencyKey.of("back end", text, EventType.MESSAGE, DATA)
                        .key())
                .isEqualTo(text));
    }

    @Provide
    Arbitrary<Channel> channels() {
        return users().map(user -> new Channel("chat:" + user.value()));
    }

    @Provide
    Arbitrary<EventType> types() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .ofMinLength(1)
                .ofMaxLength(60)
                .map(name -> new EventType(name + ".-:_"));
    }

    @Provide
    Arbitrary<UserId> users() {
        return Arbitraries.strings().withChars("AZaz09._~@+-").ofMaxLength(63).map(rest -> new UserId("u" + rest));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().excludeChars('\uD800').filter(text -> text.chars()
                .noneMatch(c -> Character.isSurrogate((char) c)));
    }

    /** A value, or an exception that says which rule it breaks; nothing else. */
    private static final class Refused {
        static void or(Runnable made) {
            try {
                made.run();
            } catch (InvalidValueException e) {
                assertThat(e).hasMessageContaining("expected: ");
            }
        }
    }
}
