package io.halley.store.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.Receipt;
import io.halley.shared.event.Channel;
import io.halley.store.spi.LogRange.Epoch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Whatever becomes of a log, a mark says of every event in it what a list of all events would. */
final class MarkModelTest {

    private static final int MOST_RETAINED = 30;

    /** One thing that happens; {@code n} says how many, or how far. */
    record Step(Kind kind, int n) {
        enum Kind {
            APPEND,
            END_EPOCH,
            TRIM,
            DELETE,
            LOSE_LOG,
            LOSE_EPOCHS,
            LOOK,
            UP_TO,
            SINGLES,
            WRITTEN,
            DELIVERED,
            SAVE
        }
    }

    /** What a list of all events knows of one. */
    private static final class Told {
        @Nullable
        Long written;

        @Nullable
        Long delivered;

        @Nullable
        Long read;
    }

    private final List<Epoch> epochs = new ArrayList<>();
    private final Map<Long, Told> retained = new HashMap<>();
    private boolean epochEnded = true;
    /** The mark is of a log before this one. */
    private boolean isUnknown;

    private int begun;
    private long earliest = 1;
    private long head;
    private long unread;
    private long dropped;
    private long now = 100;
    private Mark mark = Mark.first(new Channel("user:1"), LogRange.NONE);

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step.Kind> kinds = Arbitraries.of(Step.Kind.class);
        return Combinators.combine(kinds, Arbitraries.integers().between(0, 12))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 2_000)
    void says_what_a_list_of_all_events_says(@ForAll("steps") List<Step> steps) {
        MarkModelTest run = new MarkModelTest();
        for (Step step : steps) {
            run.now++;
            run.take(step);
            run.check();
        }
    }

    private void take(Step step) {
        int n = step.n();
        switch (step.kind()) {
            case APPEND -> append(n);
            case END_EPOCH -> epochEnded = true;
            case TRIM -> trim(Math.min(head + 1, earliest + n));
            case DELETE -> delete();
            case LOSE_LOG -> loseLog(true);
            case LOSE_EPOCHS -> loseLog(false);
            case LOOK -> look();
            case UP_TO -> upTo(earliest - 1 + n);
            case SINGLES -> singles(List.of(earliest - 2 + n, earliest + n, earliest + 1 + n));
            case WRITTEN -> written(earliest + n);
            case DELIVERED -> delivered(earliest + n);
            case SAVE -> mark = Mark.parse(mark.toString());
            default -> throw new AssertionError(step);
        }
    }

    private void check() {
        Mark now = mark.settled(range());
        assertThat(now.settled(range())).isEqualTo(now);
        assertThat(now.unread()).isEqualTo(unread);
        assertThat(now.dropped()).isEqualTo(dropped);
        retained.forEach((offset, told) ->
                assertThat(now.receipt(offset, 1)).isEqualTo(new Receipt(1L, told.written, told.delivered, told.read)));
        long readInOrder = LongStream.rangeClosed(earliest, head)
                .takeWhile(offset -> told(offset).read != null)
                .count();
        assertThat(now.upTo()).isEqualTo(epochs.isEmpty() ? now.upTo() : earliest - 1 + readInOrder);
    }

    private LogRange range() {
        return epochs.isEmpty() ? LogRange.NONE : new LogRange(epochs, earliest, head);
    }

    private void append(int count) {
        if (count > 0 && epochEnded) {
            if (epochs.isEmpty()) {
                earliest = head + 1;
            }
            begin(head + 1);
        }
        for (int i = 0; i < count; i++) {
            retained.put(++head, new Told());
            unread++;
        }
        trim(Math.max(earliest, head - MOST_RETAINED + 1));
    }

    private void begin(long first) {
        epochs.add(new Epoch("epoch%05d".formatted(begun++), first));
        epochEnded = false;
    }

    private void trim(long from) {
        for (; earliest < from; earliest++) {
            Told told = retained.remove(earliest);
            if (told != null && told.read == null) {
                unread--;
                dropped++;
            }
        }
        while (epochs.size() > 1 && epochs.get(1).first() < earliest) {
            lookIfUnknown();
            epochs.remove(0);
        }
    }

    /** What can't be told apart: a log that came after the one that the mark is of, without its first epoch. */
    private void lookIfUnknown() {
        if (isUnknown) {
            look();
        }
    }

    private void look() {
        if (!epochs.isEmpty()) {
            mark = mark.settled(range());
            isUnknown = false;
        }
    }

    private void delete() {
        if (head >= earliest) {
            lookIfUnknown();
            trim(head + 1);
            epochs.clear();
            begin(head + 1);
        }
    }

    /** A mark knows of a log that is gone only what it was told before that. */
    private void loseLog(boolean offsetsToo) {
        if (epochs.isEmpty()) {
            return;
        }
        look();
        trim(head + 1);
        epochs.clear();
        epochEnded = true;
        isUnknown = true;
        if (offsetsToo) {
            head = 0;
            earliest = 1;
        }
    }

    private void upTo(long offset) {
        if (!epochs.isEmpty()) {
            look();
            mark = mark.upTo(offset, now);
            LongStream.rangeClosed(earliest, Math.min(offset, head)).forEach(this::read);
        }
    }

    private void singles(List<Long> offsets) {
        if (!epochs.isEmpty()) {
            look();
            mark = mark.ids(offsets, now);
            offsets.stream().filter(retained::containsKey).forEach(this::read);
        }
    }

    private void read(long offset) {
        Told told = told(offset);
        if (told.read == null) {
            told.read = now;
            told.delivered = told.delivered == null ? now : told.delivered;
            told.written = told.written == null ? now : told.written;
            unread--;
        }
    }

    private Told told(long offset) {
        return Objects.requireNonNull(retained.get(offset));
    }

    private void written(long offset) {
        if (!epochs.isEmpty()) {
            look();
            mark = mark.written(offset, now);
            retained.forEach(
                    (of, told) -> told.written = told.written == null && of <= offset ? (Long) now : told.written);
        }
    }

    private void delivered(long offset) {
        if (!epochs.isEmpty()) {
            look();
            mark = mark.delivered(offset, now);
            written(offset);
            retained.forEach((of, told) ->
                    told.delivered = told.delivered == null && of <= offset ? (Long) now : told.delivered);
        }
    }
}
