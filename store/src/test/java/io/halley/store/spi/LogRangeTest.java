package io.halley.store.spi;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.store.spi.LogRange.Epoch;
import io.halley.store.spi.LogRange.Start;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule of what is covered, row by row. */
final class LogRangeTest {

    private static final Channel CHANNEL = new Channel("chat:lobby");

    /** aaaaaaaa 1 to 10, bbbbbbbb 11 to 20, cccccccc 21 to 30; retained from 11 on, so that aaaaaaaa.10 is covered still. */
    private static final LogRange THREE = new LogRange(
            List.of(new Epoch("aaaaaaaa", 1), new Epoch("bbbbbbbb", 11), new Epoch("cccccccc", 21)), 11, 30);

    private static final LogRange WHOLE = new LogRange(List.of(new Epoch("aaaaaaaa", 1)), 1, 3);
    private static final LogRange DELETED = new LogRange(List.of(new Epoch("dddddddd", 4)), 4, 3);

    @ParameterizedTest
    @CsvSource({
        "aaaaaaaa.10, true", // the last one before what is retained
        "aaaaaaaa.9, false", // trimmed
        "aaaaaaaa.11, false", // in the offsets of the next epoch
        "bbbbbbbb.10, true", // before the first of its epoch
        "bbbbbbbb.11, true",
        "bbbbbbbb.20, true",
        "bbbbbbbb.21, false",
        "cccccccc.20, true",
        "cccccccc.30, true", // the head
        "cccccccc.31, false", // ahead of the head
        "zzzzzzzz.15, false", // foreign
        "0.0, false" // several epochs
    })
    void of_a_log_of_three_epochs(String id, boolean covered) {
        assertThat(THREE.covers(EventId.parse(id))).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({"0.0, true", "aaaaaaaa.0, true", "aaaaaaaa.3, true", "aaaaaaaa.4, false"})
    void of_a_log_of_one_epoch_that_is_retained_whole(String id, boolean covered) {
        assertThat(WHOLE.covers(EventId.parse(id))).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({"0.0, false", "dddddddd.3, true", "dddddddd.2, false", "dddddddd.4, false", "aaaaaaaa.3, false"})
    void of_a_deleted_log(String id, boolean covered) {
        assertThat(DELETED.covers(EventId.parse(id))).isEqualTo(covered);
    }

    @Test
    void of_no_log() {
        assertThat(LogRange.NONE.covers(EventId.NONE)).isTrue();
        assertThat(LogRange.NONE.covers(EventId.parse("aaaaaaaa.0"))).isFalse();
        assertThat(LogRange.NONE.headId()).isEqualTo(EventId.NONE);
        assertThat(LogRange.NONE.earliestId()).isEqualTo(EventId.NONE);
    }

    @Test
    void before_the_first_event_is_not_covered_once_that_is_trimmed() {
        LogRange trimmed = new LogRange(List.of(new Epoch("aaaaaaaa", 1)), 2, 3);
        assertThat(trimmed.covers(EventId.NONE)).isFalse();
        assertThat(trimmed.covers(EventId.parse("aaaaaaaa.1"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "now, cccccccc.30",
        "start, bbbbbbbb.10",
        "last:1, cccccccc.29",
        "last:10, bbbbbbbb.20",
        "last:20, bbbbbbbb.10",
        "last:1000, bbbbbbbb.10",
        "bbbbbbbb.12, bbbbbbbb.12"
    })
    void words_and_ids_begin_where_they_say(String position, String start) {
        assertThat(THREE.resolve(CHANNEL, Position.parse(position))).isEqualTo(new Start(EventId.parse(start), null));
    }

    @Test
    void a_gap_names_what_was_requested_and_goes_on_at_the_earliest() {
        Start start = THREE.resolve(CHANNEL, new Position.Unreadable("?"));
        assertThat(start.id()).isEqualTo(EventId.parse("bbbbbbbb.10"));
        assertThat(requireNonNull(start.gap()).requested()).isEqualTo("?");
        assertThat(start.gap().earliest()).isEqualTo(EventId.parse("bbbbbbbb.11"));
        assertThat(start.gap().head()).isEqualTo(EventId.parse("cccccccc.30"));
    }

    @Test
    void refuses_a_range_that_cannot_be() {
        assertThatThrownBy(() -> new LogRange(List.of(), 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogRange(WHOLE.epochs(), 5, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogRange(WHOLE.epochs(), 0, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Logs of one to five epochs, trimmed as a store does: an epoch stays while its last position is covered. */
    @Provide
    Arbitrary<LogRange> ranges() {
        return Arbitraries.integers()
                .between(1, 6)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .flatMap(lengths -> {
                    int head = lengths.stream().mapToInt(Integer::intValue).sum();
                    return Arbitraries.integers().between(1, head + 1).map(earliest -> range(lengths, earliest, head));
                });
    }

    private static LogRange range(List<Integer> lengths, int earliest, int head) {
        List<Epoch> epochs = new ArrayList<>();
        int first = 1;
        for (int i = 0; i < lengths.size(); i++) {
            epochs.add(new Epoch("epoch00" + i, first));
            first += lengths.get(i);
        }
        while (epochs.size() > 1 && epochs.get(1).first() < earliest) {
            epochs.remove(0);
        }
        return new LogRange(epochs, earliest, head);
    }

    @Property
    void wherever_reading_starts_is_covered_and_only_what_is_not_covered_is_a_gap(
            @ForAll("ranges") LogRange range,
            @ForAll @IntRange(max = 5) int epoch,
            @ForAll @IntRange(max = 32) int offset) {
        EventId id = new EventId("epoch00" + epoch, offset);
        Start start = range.resolve(CHANNEL, id);
        assertThat(start.gap() == null).isEqualTo(range.covers(id));
        assertThat(start.id()).isEqualTo(start.gap() == null ? id : start.id());
        assertThat(range.covers(start.id())).isTrue();
        for (Position word : List.of(Position.NOW, Position.START, new Position.Last(offset + 1))) {
            assertThat(range.covers(range.resolve(CHANNEL, word).id())).isTrue();
        }
        assertThat(range.covers(range.headId())).isTrue();
    }
}
