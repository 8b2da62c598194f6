package io.halley.store;

import static io.halley.store.OpenStore.draft;
import static io.halley.store.OpenStore.texts;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.Backlog;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Gap;
import io.halley.shared.event.Position;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every backend has to do with positions: read on from those that are covered, and announce the rest as gaps. */
abstract class CoverageContract extends BackendTest {

    CoverageContract(Fixture fixture) {
        super(fixture);
    }

    @Test
    void a_position_from_which_events_were_trimmed_is_a_gap_and_the_last_one_above_is_not() {
        EventId first = store().append(LOBBY, "0");
        EventDraft[] hundred =
                IntStream.range(0, 100).mapToObj(i -> draft(LOBBY, "" + i)).toArray(EventDraft[]::new);
        for (int i = 0; i < 2 * RETAINED / 100; i++) {
            store().append(hundred);
        }
        EventId earliest = store().on(() -> store().backend().channels().describe(LOBBY))
                .orElseThrow()
                .earliest();
        assertThat(earliest.offset()).isGreaterThan(1);
        assertGap(first, earliest.offset());
        assertGap(EventId.NONE, earliest.offset());
        assertGap(new EventId(first.epoch(), earliest.offset() - 2), earliest.offset());
        Backlog last = store().read(LOBBY, new EventId(first.epoch(), earliest.offset() - 1));
        assertThat(last.gap()).isNull();
        assertThat(last.events().get(0).id()).isEqualTo(earliest);
        assertThat(store().readAll(LOBBY)).hasSizeGreaterThanOrEqualTo(RETAINED);
    }

    @Test
    void a_foreign_epoch_an_offset_ahead_of_the_head_and_what_cannot_be_read_are_gaps() {
        EventId head = store().append(LOBBY, "1");
        assertGap(FOREIGN, 1);
        assertGap(new EventId(head.epoch(), 2), 1);
        assertGap(new EventId("zzzzzzzzzz", 0), 1);
        assertGap(new Position.Unreadable("null,\u0000"), 1);
    }

    @Test
    void a_deleted_channel_has_a_new_epoch_at_the_same_head_so_that_every_old_position_is_a_gap() {
        store().append(draft(LOBBY, "1"), draft(LOBBY, "2"));
        EventId old = store().read(LOBBY, Position.NOW).head();
        assertThat(store().delete(LOBBY)).isTrue();
        assertThat(store().delete(LOBBY)).isFalse();
        assertThat(listed("")).isEmpty();
        EventId now = store().read(LOBBY, Position.NOW).head();
        assertThat(now.offset()).isEqualTo(2);
        assertThat(now.epoch()).isNotEqualTo(old.epoch());
        assertGap(old, 3);
        assertGap(EventId.NONE, 3);
        assertThat(covered(now)).isEmpty();

        EventId again = store().append(LOBBY, "3");
        assertThat(again).isEqualTo(new EventId(now.epoch(), 3));
        assertGap(old, 3);
        assertGap(EventId.NONE, 3);
        assertThat(texts(covered(now))).containsExactly("3");
        assertThat(store().texts(LOBBY)).containsExactly("3");
        restart();
        assertGap(old, 3);
        assertThat(texts(covered(now))).containsExactly("3");
        assertThat(store().texts(LOBBY)).containsExactly("3");
    }

    @Test
    void a_deletion_outlives_a_restart() {
        EventId old = store().append(LOBBY, "1");
        store().delete(LOBBY);
        EventId deleted = store().read(LOBBY, Position.NOW).head();
        restart();
        assertThat(store().read(LOBBY, Position.NOW).head()).isEqualTo(deleted);
        assertGap(old, 2);
        assertThat(covered(deleted)).isEmpty();
        EventId next = store().append(LOBBY, "2");
        assertThat(next.offset()).isEqualTo(2);
        assertThat(texts(covered(deleted))).containsExactly("2");
        assertGap(old, 2);
        restart();
        assertThat(texts(covered(deleted))).containsExactly("2");
        assertGap(old, 2);
    }

    @Test
    void before_the_first_event_is_covered_only_without_a_log_or_while_that_event_is_retained_in_its_only_epoch() {
        assertThat(covered(EventId.NONE)).isEmpty();
        store().append(LOBBY, "1");
        assertThat(texts(covered(EventId.NONE))).containsExactly("1");
        restart();
        assertThat(texts(covered(EventId.NONE))).containsExactly("1");
        store().append(LOBBY, "2");
        assertGap(EventId.NONE, 1);
    }

    @Test
    void a_clean_restart_makes_no_gap_and_goes_on_with_the_offsets_in_a_new_epoch() {
        EventId first = store().append(LOBBY, "1");
        EventId head = store().append(LOBBY, "2");
        restart();
        assertThat(covered(head)).isEmpty();
        assertThat(store().read(LOBBY, Position.NOW).head()).isEqualTo(head);
        EventId next = store().append(LOBBY, "3");
        assertThat(next.offset()).isEqualTo(3);
        assertThat(next.epoch()).isNotEqualTo(head.epoch());
        assertThat(store().append(LOBBY, "4").epoch()).isEqualTo(next.epoch());
        assertThat(texts(covered(first))).containsExactly("2", "3", "4");
        assertThat(texts(covered(head))).containsExactly("3", "4");
        assertGap(new EventId(head.epoch(), 3), 1);
        restart();
        assertThat(texts(covered(head))).containsExactly("3", "4");
        assertThat(covered(new EventId(next.epoch(), 4))).isEmpty();
    }

    @Test
    void a_head_before_a_restart_stays_covered_when_everything_up_to_it_was_trimmed() {
        EventDraft[] hundred =
                IntStream.range(0, 100).mapToObj(i -> draft(LOBBY, "" + i)).toArray(EventDraft[]::new);
        store().append(hundred);
        EventId head = store().read(LOBBY, Position.NOW).head();
        restart();
        long earliest = 0;
        while (earliest < 101) {
            store().append(hundred);
            earliest = store().on(() -> store().backend().channels().describe(LOBBY))
                    .orElseThrow()
                    .earliest()
                    .offset();
        }
        Backlog backlog = store().read(LOBBY, head);
        assertThat(backlog.gap() == null).isEqualTo(earliest == 101);
        restart();
        assertThat(store().read(LOBBY, head).gap() == null).isEqualTo(earliest == 101);
    }

    @Test
    void a_copy_from_before_that_is_brought_back_makes_a_gap_for_whoever_has_seen_more() {
        EventId before = store().append(LOBBY, "1");
        restartWithCopy();
        EventId lost = store().append(LOBBY, "lost".length() + "");
        restartFromCopy();
        assertGap(lost, 1);
        assertThat(covered(before)).isEmpty();
        EventId next = store().append(LOBBY, "2");
        assertThat(next.offset()).isEqualTo(lost.offset());
        assertThat(next.epoch()).isNotEqualTo(lost.epoch());
        assertGap(lost, 1);
        assertThat(texts(covered(before))).containsExactly("2");
    }

    private void assertGap(Position from, long earliest) {
        Backlog backlog = store().read(LOBBY, from);
        Gap gap = requireNonNull(backlog.gap(), "no gap from " + from);
        assertThat(gap.channel()).isEqualTo(LOBBY);
        assertThat(gap.requested()).isEqualTo(from.toString());
        assertThat(gap.earliest().offset()).isEqualTo(earliest);
        assertThat(gap.head()).isEqualTo(backlog.head());
        assertThat(backlog.start().offset()).isEqualTo(earliest - 1);
        assertThat(store().read(LOBBY, backlog.start()).gap()).isNull();
    }
}
