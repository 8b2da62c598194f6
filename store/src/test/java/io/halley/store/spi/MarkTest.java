package io.halley.store.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.Receipt;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.store.spi.LogRange.Epoch;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a mark says in the cases that are easily got wrong; {@link MarkModelTest} has all the others. */
final class MarkTest {

    private static final Channel OWN = new Channel("user:1");
    private static final String A = "aaaaaaaaaa";
    private static final String B = "bbbbbbbbbb";

    @Test
    void the_first_mark_is_below_all_of_ones_own_channel_and_at_the_head_of_that_of_all() {
        LogRange range = log(4, 9);
        Mark own = Mark.first(OWN, range);
        assertThat(own.unread()).isEqualTo(6);
        assertThat(own.dropped()).isEqualTo(3);
        Mark users = Mark.first(Channel.USERS, range);
        assertThat(users.unread()).isZero();
        assertThat(users.dropped()).isZero();
        Mark later = users.settled(log(4, 10)).upTo(10, 77);
        assertThat(later.before()).isEqualTo(9);
        assertThat(later.receipt(9, 5)).isEqualTo(new Receipt(5L, null, null, null));
        assertThat(later.receipt(10, 5)).isEqualTo(new Receipt(5L, 77L, 77L, 77L));
    }

    @Test
    void is_written_and_read_as_one_line() {
        Mark mark = Mark.first(OWN, log(3, 12))
                .upTo(4, 70)
                .ids(List.of(6L, 9L), 80)
                .written(9, 60)
                .delivered(5, 65);
        assertThat(mark).hasToString(A + " 12 4 2|4:70|6:80,9:80|9:60|5:65");
        assertThat(Mark.parse(mark.toString())).isEqualTo(mark);
        assertThat(Mark.parse("0 0 0 0||||")).isEqualTo(Mark.first(OWN, LogRange.NONE));
        for (String wrong :
                List.of("", "0 0 0 0|||", A + " 3 4 0||||", A + " 3 2 0||1:5||", A + " x 0 0||||", A + " 3 0 0|1|||")) {
            assertThatThrownBy(() -> Mark.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void single_ones_that_were_read_before_keep_their_time_when_the_mark_moves_over_them() {
        Mark mark = Mark.first(OWN, log(1, 9)).ids(List.of(3L, 5L), 10).upTo(7, 20);
        assertThat(mark.upTo()).isEqualTo(7);
        assertThat(mark.singles()).isEmpty();
        assertThat(LongStream.rangeClosed(1, 8)
                        .mapToObj(offset -> mark.receipt(offset, 1).read()))
                .containsExactly(20L, 20L, 10L, 20L, 10L, 20L, 20L, null);
    }

    @Test
    void a_step_implies_those_before_it() {
        Mark mark = Mark.first(OWN, log(1, 3)).written(3, 50).delivered(2, 40).ids(List.of(1L), 30);
        assertThat(mark.receipt(1, 9)).isEqualTo(new Receipt(9L, 30L, 30L, 30L));
        assertThat(mark.receipt(2, 9)).isEqualTo(new Receipt(9L, 40L, 40L, null));
        assertThat(mark.receipt(3, 9)).isEqualTo(new Receipt(9L, 50L, null, null));
    }

    @Test
    void a_log_that_is_gone_took_what_was_unread_once_and_what_comes_after_it_is_new() {
        Mark mark = Mark.first(OWN, log(1, 9)).upTo(2, 5).ids(List.of(4L), 5).written(9, 3);
        Mark without = mark.settled(LogRange.NONE).settled(LogRange.NONE);
        assertThat(without.unread()).isZero();
        assertThat(without.dropped()).isEqualTo(6);
        LogRange anew = new LogRange(List.of(new Epoch(B, 1)), 3, 7);
        for (Mark then : List.of(mark.settled(anew), without.settled(anew))) {
            assertThat(then.dropped()).isEqualTo(6 + 2);
            assertThat(then.unread()).isEqualTo(5);
            assertThat(then.receipt(5, 1)).isEqualTo(new Receipt(1L, null, null, null));
        }
        LogRange goesOn = new LogRange(List.of(new Epoch(B, 12)), 12, 12);
        assertThat(mark.settled(goesOn).dropped()).isEqualTo(6 + 2);
    }

    @Test
    void a_log_that_went_back_is_another_one_from_there() {
        Mark mark = Mark.first(OWN, log(3, 9)).upTo(9, 5);
        LogRange back = new LogRange(List.of(new Epoch(A, 1), new Epoch(B, 8)), 3, 12);
        Mark settled = mark.settled(back);
        assertThat(settled.head()).isEqualTo(new EventId(B, 12));
        assertThat(settled.unread()).isEqualTo(10);
        assertThat(settled.dropped()).isEqualTo(2);
    }

    @Test
    void times_of_old_events_become_later_ones_when_there_are_many_steps_but_never_of_those_before_the_user() {
        LogRange range = log(1, 10);
        Mark mark = Mark.first(Channel.USERS, range).settled(log(1, 100));
        for (long offset = 11; offset <= 100; offset++) {
            mark = mark.upTo(offset, offset);
        }
        assertThat(mark.read().list()).hasSize(Steps.MOST);
        assertThat(mark.before()).isEqualTo(10);
        assertThat(mark.receipt(11, 1).read()).isEqualTo(70);
        assertThat(mark.receipt(99, 1).read()).isEqualTo(99);
    }

    private static LogRange log(long earliest, long head) {
        return new LogRange(List.of(new Epoch(A, 1)), earliest, head);
    }
}
