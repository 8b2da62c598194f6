package io.halley.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.Events;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.ReadLimit;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class TailTest {

    private static final EventId START = new EventId("aaaaaaaa", 5);

    /** Whatever the bound has thrown out: what is given is exactly what follows the cursor, or nothing is claimed. */
    @Property(tries = 300)
    void gives_what_follows_a_cursor_or_does_not_know_it(
            @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 4) Integer> batches,
            @ForAll @IntRange(min = 1, max = 5000) int bound,
            @ForAll @IntRange(min = 1, max = 20) int page) {
        Tail tail = new Tail(START, bound);
        List<Event> all = new ArrayList<>();
        for (int batch : batches) {
            List<Event> more = Events.of("chat:a", "aaaaaaaa", 6 + all.size(), batch);
            all.addAll(more);
            tail.append(more);
        }
        assertThat(tail.bytes()).isLessThanOrEqualTo(bound);
        boolean known = false;
        for (long offset = 5; offset <= 5 + all.size(); offset++) {
            List<Event> after = tail.after(new EventId("aaaaaaaa", offset), new ReadLimit(page, 1 << 20));
            assertThat(after != null || !known)
                    .as("once known, known up to the head")
                    .isTrue();
            known = after != null;
            if (after != null) {
                int from = (int) offset - 5;
                assertThat(after).isEqualTo(all.subList(from, Math.min(all.size(), from + page)));
            }
        }
        assertThat(known).as("the head is always known").isTrue();
    }

    @Test
    void does_not_know_another_epoch_nor_what_is_ahead() {
        Tail tail = new Tail(START, 10_000);
        tail.append(Events.of("chat:a", "bbbbbbbb", 6, 3));

        assertThat(tail.after(new EventId("aaaaaaaa", 6), ReadLimit.PAGE)).isNull();
        assertThat(tail.after(new EventId("bbbbbbbb", 5), ReadLimit.PAGE)).isNull();
        assertThat(tail.after(new EventId("bbbbbbbb", 9), ReadLimit.PAGE)).isNull();
        assertThat(tail.after(START, ReadLimit.PAGE)).hasSize(3);
    }

    @Test
    void a_page_is_bounded_in_bytes_and_never_empty() {
        Tail tail = new Tail(START, 100_000);
        tail.append(Events.of("chat:a", "aaaaaaaa", 6, 10));

        assertThat(tail.after(START, new ReadLimit(1000, 1))).hasSize(1);
        assertThat(tail.after(START, new ReadLimit(1000, 25))).hasSizeBetween(2, 9);
    }
}
