package io.halley.store;

import static io.halley.store.ScriptedStore.CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.InboxNotice;
import io.halley.shared.bus.InboxState;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import io.halley.store.spi.Notice;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;

/** Whatever becomes of the notices, what reaches the bus goes on where it ended, and is complete. */
final class CarrierTest {

    private static final Channel OWN = new Channel("user:1");

    /** One thing that happens; {@code n} picks a notice, or says how many. */
    record Step(Kind kind, int n) {
        enum Kind {
            APPEND,
            APPEND_WITHOUT_EVENTS,
            END_EPOCH,
            TRIM,
            DELIVER,
            DELIVER_TWICE,
            LOSE,
            UNSURE,
            FOLLOWED,
            READ_ANSWERED,
            READ_FAILED,
            TIME_PASSES
        }
    }

    private ScriptedStore store = new ScriptedStore();
    private List<Backlog> bus = new ArrayList<>();
    private final List<InboxNotice> told = new ArrayList<>();
    private Deque<Runnable> timers = new ArrayDeque<>();
    private Carrier carrier = carrier();
    private boolean lost;

    @BeforeTry
    void begin() {
        store = new ScriptedStore();
        bus = new ArrayList<>();
        timers = new ArrayDeque<>();
        carrier = carrier();
        lost = false;
    }

    private Carrier carrier() {
        return new Carrier((ms, action) -> timers.add(action), store, new Lists(), new SimpleMeterRegistry());
    }

    private final class Lists implements Bus {
        @Override
        public void carry(Backlog backlog) {
            bus.add(backlog);
        }

        @Override
        public void tell(Channel own, InboxNotice notice) {
            assertThat(own).isEqualTo(OWN);
            told.add(notice);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step.Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of(Step.Kind.APPEND, Step.Kind.DELIVER, Step.Kind.READ_ANSWERED)),
                Tuple.of(1, Arbitraries.of(Step.Kind.class)));
        return Combinators.combine(kinds, Arbitraries.integers().between(1, 4))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 1_000)
    void carries_everything_once_and_in_order_whatever_becomes_of_the_notices(@ForAll("steps") List<Step> steps) {
        Future<EventId> follow = carrier.follow(CHANNEL, "a");
        steps.forEach(this::take);
        settle();

        EventId last = follow.result();
        List<Event> carried = new ArrayList<>();
        for (Backlog backlog : bus) {
            assertThat(backlog.start().equals(last) || backlog.gap() != null).isTrue();
            carried.addAll(backlog.events());
            last = backlog.end();
        }
        assertThat(last).isEqualTo(store.range().headId());
        assertThat(carried).doesNotHaveDuplicates().isSubsetOf(store.events());
        if (bus.stream().allMatch(backlog -> backlog.gap() == null)) {
            int head = (int) follow.result().offset();
            assertThat(carried)
                    .isEqualTo(store.events().subList(head, store.events().size()));
        }
    }

    @Test
    void answers_a_second_follower_with_what_was_carried_and_follows_the_backend_once() {
        store.append(2, true);
        store.followed.complete(store.range().headId());
        EventId first = carrier.follow(CHANNEL, "a").result();
        store.append(1, true);
        carrier.moved(store.notices.get(1));
        EventId second = carrier.follow(CHANNEL, "b").result();
        assertThat(second.offset()).isEqualTo(first.offset() + 1);
        carrier.unfollow(CHANNEL, "a");
        assertThat(store.unfollowed).isZero();
        carrier.unfollow(CHANNEL, "b");
        carrier.unfollow(CHANNEL, "b");
        assertThat(store.unfollowed).isEqualTo(1);
        store.append(1, true);
        carrier.moved(store.notices.get(2));
        assertThat(bus).hasSize(1);
    }

    @Test
    void a_notice_that_overlaps_is_carried_from_where_the_last_one_ended() {
        store.followed.complete(EventId.NONE);
        carrier.follow(CHANNEL, "a");
        store.append(1, true);
        carrier.moved(store.notices.get(0));
        store.answerRead(true);
        store.append(2, true);
        Notice overlapping = new Notice(CHANNEL, store.range().headId(), store.events());
        carrier.moved(overlapping);
        carrier.moved(overlapping);
        assertThat(bus).hasSize(2);
        assertThat(bus.get(1).events()).isEqualTo(store.events().subList(1, 3));
        assertThat(store.answerRead(true)).isFalse();
    }

    @Test
    void a_failed_follow_can_be_repeated_and_a_repair_ends_when_nobody_follows() {
        Future<EventId> follow = carrier.follow(CHANNEL, "a");
        store.followed.fail(new StoreException("away"));
        assertThat(follow.failed()).isTrue();
        assertThat(carrier.follow(CHANNEL, "a").failed()).isTrue();
        carrier.unfollow(CHANNEL, "a");
        assertThat(store.unfollowed).isZero();
    }

    @Test
    void retries_a_repair_until_nobody_follows() {
        store.followed.complete(EventId.NONE);
        carrier.follow(CHANNEL, "a");
        store.append(1, true);
        carrier.moved(store.notices.get(0));
        for (int i = 0; i < 10; i++) {
            assertThat(store.answerRead(false)).isTrue();
            timers.remove().run();
        }
        assertThat(store.answerRead(false)).isTrue();
        carrier.unfollow(CHANNEL, "a");
        timers.remove().run();
        assertThat(store.answerRead(true)).isFalse();
        assertThat(bus).isEmpty();
        assertThat(timers).isEmpty();
    }

    @Test
    void tells_what_was_read_where_it_is_followed_and_after_an_unsure_moment_that_something_may_have_been() {
        store.followed.complete(EventId.NONE);
        carrier.follow(OWN, "a");
        carrier.follow(CHANNEL, "a");
        Cursor none = Cursor.all(EventId.NONE, 2);
        InboxNotice.Read read =
                new InboxNotice.Read(new InboxState(new UserId("1"), 0, 0, none, none, "0.0-0.0"), List.of());
        carrier.read(OWN, read);
        carrier.read(new Channel("user:2"), read);
        assertThat(told).containsExactly(read);
        carrier.unsure();
        assertThat(store.answerRead(false)).isTrue();
        carrier.unsure(OWN);
        assertThat(told).hasSize(1);
        settle();
        assertThat(told).containsExactly(read, new InboxNotice.Unsure());
        store.append(1, false);
        carrier.moved(new Notice(OWN, store.range().headId(), List.of()));
        settle();
        assertThat(told).hasSize(2);
    }

    @Test
    void what_was_read_is_not_told_ahead_of_events_that_are_not_carried_yet() {
        store.followed.complete(EventId.NONE);
        carrier.follow(OWN, "a");
        Cursor none = Cursor.all(EventId.NONE, 2);
        InboxNotice.Read read =
                new InboxNotice.Read(new InboxState(new UserId("1"), 0, 0, none, none, "0.0-0.0"), List.of());
        store.append(4, false);
        carrier.moved(new Notice(OWN, store.range().headId(), List.of()));
        carrier.read(OWN, read);
        assertThat(store.answerRead(true)).isTrue();
        carrier.read(OWN, read);
        assertThat(told).isEmpty();
        assertThat(store.answerRead(true)).isTrue();
        assertThat(bus).hasSize(2);
        assertThat(told).containsExactly(new InboxNotice.Unsure());
        carrier.read(OWN, read);
        assertThat(told).containsExactly(new InboxNotice.Unsure(), read);
    }

    @Test
    void repairs_so_many_channels_at_a_time_and_all_of_them_in_the_end() {
        store.followed.complete(EventId.NONE);
        int channels = 3 * Repairs.MOST_AT_ONCE;
        for (int i = 0; i < channels; i++) {
            carrier.follow(new Channel("chat:" + i), "a");
        }
        carrier.unsure();
        carrier.unsure();
        assertThat(store.pendingReads()).isEqualTo(Repairs.MOST_AT_ONCE);
        int reads = 0;
        while (store.answerRead(true)) {
            reads++;
            assertThat(store.pendingReads()).isLessThanOrEqualTo(Repairs.MOST_AT_ONCE);
        }
        // those whose read was under way when the store was unsure once more read again
        assertThat(reads).isBetween(channels, 2 * channels);
        assertThat(bus).isEmpty();
    }

    @Test
    void repairs_all_of_very_many_channels_after_a_store_was_away_for_each_of_them() {
        store.followed.complete(EventId.NONE);
        int channels = 20_000;
        for (int i = 0; i < channels; i++) {
            carrier.follow(new Channel("chat:" + i), "a");
        }
        store.away = true;
        carrier.unsure();
        for (int i = 0; i < 3; i++) {
            assertThat(timers).as("pauses for all together").hasSize(1);
            timers.remove().run();
        }
        store.away = false;
        timers.remove().run();
        int reads = 0;
        while (store.answerRead(true)) {
            reads++;
        }
        assertThat(reads).isEqualTo(channels);
        assertThat(timers).isEmpty();
    }

    private void take(Step step) {
        int n = step.n();
        switch (step.kind()) {
            case APPEND -> store.append(n, true);
            case APPEND_WITHOUT_EVENTS -> store.append(n, false);
            case END_EPOCH -> store.endEpoch();
            case TRIM -> store.trim(n);
            case DELIVER -> deliver(n, true);
            case DELIVER_TWICE -> deliver(n, false);
            case LOSE -> lose(n);
            case UNSURE -> unsure();
            case FOLLOWED -> store.followed.tryComplete(store.range().headId());
            case READ_ANSWERED -> store.answerRead(true);
            case READ_FAILED -> store.answerRead(false);
            case TIME_PASSES -> passTime();
            default -> throw new AssertionError(step);
        }
    }

    /** Mostly the first, sometimes a later one. */
    private void deliver(int n, boolean remove) {
        int i = n == 4 ? 1 : 0;
        if (i < store.notices.size()) {
            carrier.moved(store.notices.get(i));
            if (remove) {
                store.notices.remove(i);
            }
        }
    }

    private void lose(int n) {
        if (n <= store.notices.size()) {
            store.notices.remove(n - 1);
            lost = true;
        }
    }

    private void unsure() {
        carrier.unsure();
        lost = false;
    }

    private void passTime() {
        while (!timers.isEmpty()) {
            timers.remove().run();
        }
    }

    /** What a backend owes: an answer, the rest of the notices, and that it is unsure where it lost one. */
    private void settle() {
        store.followed.tryComplete(store.range().headId());
        while (!store.notices.isEmpty()) {
            deliver(1, true);
        }
        if (lost) {
            unsure();
        }
        int rounds = 0;
        do {
            passTime();
            assertThat(rounds++).as("rounds until all is carried").isLessThan(1_000);
        } while (store.answerRead(true) || !timers.isEmpty());
    }
}
