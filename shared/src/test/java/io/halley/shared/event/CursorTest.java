package io.halley.shared.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @Test
    void reads_one_position_per_channel_in_the_order_of_the_request() {
        assertThat(Cursor.parse("k3f9x2ab.42,0.0,now,start,last:7", 5).positions())
                .containsExactly(
                        new EventId("k3f9x2ab", 42), EventId.NONE, Position.NOW, Position.START, new Position.Last(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"now", "start", "last:1", "last:1000000"})
    void one_word_stands_for_all_channels(String word) {
        assertThat(Cursor.parse(word, 3).positions()).hasSize(3).containsOnly(Position.parse(word));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0", "0.0,0.0,0.0", "now,now,now"})
    void refuses_another_number_of_positions(String text) {
        assertThatThrownBy(() -> Cursor.parse(text, 2))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("2 positions, one per channel, not " + text.split(",").length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "0.0,",
                "NOW",
                "last:",
                "last:0",
                "last:-1",
                "last:+5",
                "last:05",
                "last:1000001",
                "last:99999999999",
                "last:٣",
                "0.1",
                "1.0",
                "short.1",
                "k3f9x2ab.-1",
                "k3f9x2ab.01",
                "k3f9x2ab",
                "K3F9X2AB.1",
                "k3f9x2ab.9007199254740992",
                "k3f9x2ab.1 "
            })
    void what_can_not_be_read_is_an_invalid_value_or_remembered_as_such(String text) {
        assertThatThrownBy(() -> Cursor.parse(text, 1)).isInstanceOf(InvalidValueException.class);
        assertThat(Cursor.parseRemembered(text, 2).positions())
                .containsExactly(new Position.Unreadable(text), new Position.Unreadable(text));
    }

    @Property
    void a_cursor_reads_back_as_it_was_written(
            @ForAll @NotEmpty @Size(max = 20) List<@From("positions") Position> positions) {
        Cursor cursor = new Cursor(positions);
        assertThat(Cursor.parse(cursor.toString(), positions.size())).isEqualTo(cursor);
    }

    @Property
    void an_event_id_reads_back_as_it_was_written(@ForAll("ids") EventId id) {
        assertThat(EventId.parse(id.toString())).isEqualTo(id);
        assertThat(Position.parse(id.toString())).isEqualTo(id);
    }

    @Property(tries = 2_000)
    void any_text_is_a_cursor_or_an_invalid_value(
            @ForAll @Chars({',', '.', ':', '0', '1', '9', 'a', 'l', 's', 't', 'n', 'o', 'w', ' ', '-', '\n'})
                    String text,
            @ForAll @IntRange(min = 1, max = 4) int channels) {
        try {
            assertThat(Cursor.parse(text, channels).positions()).hasSize(channels);
        } catch (InvalidValueException e) {
            assertThat(Cursor.parseRemembered(text, channels).positions())
                    .hasSize(channels)
                    .containsOnly(new Position.Unreadable(text));
        }
    }

    @Provide
    Arbitrary<EventId> ids() {
        Arbitrary<String> epochs = Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .ofMinLength(8)
                .ofMaxLength(32);
        Arbitrary<Long> offsets = Arbitraries.longs().between(0, EventId.LARGEST_OFFSET);
        return Arbitraries.oneOf(
                Arbitraries.just(EventId.NONE),
                Combinators.combine(epochs, offsets).as(EventId::new));
    }

    @Provide
    Arbitrary<Position> positions() {
        return Arbitraries.oneOf(
                ids().map(id -> (Position) id),
                Arbitraries.of(Position.NOW, Position.START),
                Arbitraries.integers().between(1, 1_000_000).map(Position.Last::new));
    }
}
