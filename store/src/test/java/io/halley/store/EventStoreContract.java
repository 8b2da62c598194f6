package io.halley.store;

import static io.halley.store.OpenStore.draft;
import static io.halley.store.OpenStore.texts;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.AppendOutcome.Appended;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every backend has to do with events: order, reading, and telling who follows. */
abstract class EventStoreContract extends BackendTest {

    EventStoreContract(Fixture fixture) {
        super(fixture);
    }

    @Test
    void gives_offsets_without_a_hole_in_the_order_of_appends() {
        List<EventId> ids = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> store().append(LOBBY, "" + i))
                .toList();
        assertThat(ids).extracting(EventId::offset).isEqualTo(longs(1, 20));
        assertThat(ids).extracting(EventId::epoch).containsOnly(ids.get(0).epoch());
        assertThat(ids.get(0).epoch()).matches("[0-9a-z]{8,32}");
        List<Event> events = store().readAll(LOBBY);
        assertThat(events).extracting(Event::id).isEqualTo(ids);
        assertThat(events).extracting(Event::time).isSorted();
        assertThat(texts(events)).isEqualTo(numbers(1, 20));
    }

    @Test
    void keeps_drafts_that_are_appended_together_next_to_each_other_while_others_append() {
        List<Future<List<AppendOutcome>>> appends = new ArrayList<>();
        for (int writer = 0; writer < 40; writer++) {
            List<EventDraft> drafts = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                drafts.add(draft(LOBBY, "" + (writer * 10 + i)));
            }
            appends.add(store().start(() -> store().backend().events().append(drafts)));
        }
        for (Future<List<AppendOutcome>> append : appends) {
            List<Long> offsets = append.await().stream()
                    .map(outcome -> ((Appended) outcome).id().offset())
                    .toList();
            assertThat(offsets).isEqualTo(longs(offsets.get(0), offsets.get(0) + 9));
        }
        assertThat(store().readAll(LOBBY)).hasSize(400);
    }

    @Test
    void orders_concurrent_appends_of_many_threads_alike_for_everyone() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int thread = t;
            threads.add(new Thread(() -> {
                for (int i = 0; i < 50; i++) {
                    store().append(i % 2 == 0 ? LOBBY : OTHER, "\"" + thread + "-" + i + "\"");
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        List<Event> events = store().readAll(LOBBY);
        assertThat(events)
                .extracting(event -> requireNonNull(event.id()).offset())
                .isEqualTo(longs(1, 100));
        for (int t = 0; t < 4; t++) {
            String own = "\"" + t + "-";
            assertThat(texts(events).stream()
                            .filter(text -> text.startsWith(own))
                            .toList())
                    .isEqualTo(IntStream.range(0, 25)
                            .mapToObj(i -> own + 2 * i + "\"")
                            .toList());
        }
        assertThat(store().readAll(LOBBY)).isEqualTo(events);
    }

    @Test
    void reads_from_every_kind_of_position() {
        List<EventId> ids = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> store().append(LOBBY, "" + i))
                .toList();
        EventId head = ids.get(4);
        assertThat(texts(covered(EventId.NONE))).isEqualTo(numbers(1, 5));
        assertThat(texts(covered(ids.get(1)))).isEqualTo(numbers(3, 5));
        assertThat(covered(head)).isEmpty();
        assertThat(covered(Position.NOW)).isEmpty();
        assertThat(store().read(LOBBY, Position.NOW).end()).isEqualTo(head);
        assertThat(texts(covered(Position.START))).isEqualTo(numbers(1, 5));
        assertThat(texts(covered(new Position.Last(2)))).isEqualTo(numbers(4, 5));
        assertThat(texts(covered(new Position.Last(5)))).isEqualTo(numbers(1, 5));
        assertThat(texts(covered(new Position.Last(1_000_000)))).isEqualTo(numbers(1, 5));
        assertThat(store().read(LOBBY, new EventId(head.epoch(), 0)).gap()).isNull();
    }

    @Test
    void reads_a_channel_without_a_log_and_creates_nothing() {
        for (Position from : List.of(EventId.NONE, Position.NOW, Position.START, new Position.Last(3))) {
            Backlog backlog = store().read(LOBBY, from);
            assertThat(backlog)
                    .isEqualTo(new Backlog(LOBBY, EventId.NONE, List.of(), EventId.NONE, EventId.NONE, null));
        }
        Backlog foreign = store().read(LOBBY, FOREIGN);
        assertThat(requireNonNull(foreign.gap()).earliest()).isEqualTo(EventId.NONE);
        assertThat(foreign.end()).isEqualTo(EventId.NONE);
        assertThat(store().follow(LOBBY)).isEqualTo(EventId.NONE);
        assertThat(store().on(() -> store().backend().channels().describe(LOBBY)))
                .isEmpty();
        assertThat(store().on(() -> store().backend().channels().list("", null, 10))
                        .items())
                .isEmpty();
        assertThat(store().delete(LOBBY)).isFalse();
    }

    @Test
    void bounds_a_read_by_events_and_by_bytes_and_returns_at_least_one() {
        String large = "\"" + "x".repeat(1_000) + "\"";
        IntStream.range(0, 10).forEach(i -> store().append(LOBBY, large));
        assertThat(store().read(LOBBY, EventId.NONE, new ReadLimit(3, 1_000_000))
                        .events())
                .hasSize(3);
        assertThat(store().read(LOBBY, EventId.NONE, new ReadLimit(1_000, 5_000))
                        .events())
                .hasSizeBetween(1, 4);
        Backlog one = store().read(LOBBY, EventId.NONE, new ReadLimit(1_000, 1));
        assertThat(one.events()).hasSize(1);
        assertThat(one.hasMore()).isTrue();
        assertThat(one.head().offset()).isEqualTo(10);
        assertThat(store().readAll(LOBBY)).hasSize(10);
    }

    @Test
    void goes_live_under_concurrent_appends_with_every_event_once_and_in_order() throws Exception {
        List<Future<?>> appends = new ArrayList<>();
        for (int i = 1; i <= 1_000; i++) {
            EventDraft draft = draft(LOBBY, "" + i);
            appends.add(store().start(() -> store().backend().events().append(List.of(draft))));
            if (i == 500) {
                appends.get(250).await();
            }
            if (i % 10 == 0) {
                store().append(OTHER, "0");
            }
        }
        EventId last = EventId.NONE;
        List<Event> seen = new ArrayList<>();
        EventId head = store().carry(LOBBY);
        while (last.offset() < head.offset()) {
            Backlog page = store().read(LOBBY, last, new ReadLimit(100, 1_000_000));
            assertThat(page.gap()).isNull();
            for (Event event : page.events()) {
                if (requireNonNull(event.id()).offset() <= head.offset()) {
                    seen.add(event);
                    last = requireNonNull(event.id());
                }
            }
        }
        IntStream.rangeClosed(1_001, 1_100).forEach(i -> store().append(LOBBY, "" + i));
        while (seen.size() < 1_100) {
            Backlog next = nextOnBus();
            assertThat(next.start()).isEqualTo(last);
            seen.addAll(next.events());
            last = next.end();
        }
        assertThat(texts(seen)).isEqualTo(numbers(1, 1_100));
        assertThat(store().bus).isEmpty();
    }

    @Test
    void sends_a_notice_for_every_event_above_the_head_it_answered_and_none_after_unfollow() throws Exception {
        EventId head = store().append(LOBBY, "1");
        assertThat(store().carry(LOBBY)).isEqualTo(head);
        store().append(LOBBY, "2");
        store().append(OTHER, "3");
        Backlog next = nextOnBus();
        assertThat(next.start()).isEqualTo(head);
        assertThat(texts(next.events())).containsExactly("2");
        store().on(() -> store().backend().events().unfollow(LOBBY));
        store().append(LOBBY, "4");
        assertThat(store().bus).isEmpty();
    }

    @Test
    void fails_with_a_store_exception_once_it_is_closed_and_keeps_what_was_answered() {
        store().append(LOBBY, "1");
        OpenStore closed = store();
        Future<?> last = closed.start(() -> closed.backend().events().append(List.of(draft(LOBBY, "2"))));
        closed.close();
        assertThat(last.await()).isNotNull();
        assertThatThrownBy(() -> closed.append(LOBBY, "3")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> closed.read(LOBBY, Position.START)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> closed.follow(LOBBY)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> closed.delete(LOBBY)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> closed.signIn("alice")).isInstanceOf(StoreException.class);
        restart();
        assertThat(store().texts(LOBBY)).containsExactly("1", "2");
    }
}
