package io.halley.gateway.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventType;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;

/** What comes next in one channel, for a page that only sends back the last number. */
final class NextEventTest {

    private static final Channel CHANNEL = new Channel("chat:a");
    private static final long NOW = 1_795_247_708_000L;

    private MovingLog log = new MovingLog();
    private long time = NOW;

    /** The tries of a property share their test. */
    @BeforeTry
    void beginAnew() {
        log = new MovingLog();
        time = NOW;
    }

    @Property(tries = 20)
    void numbers_grow_strictly_whatever_time_and_epochs_do(@ForAll Random random) {
        fill(random, 300);
        List<Event> events = log.retained(CHANNEL);
        for (int i = 1; i < events.size(); i++) {
            assertThat(Stamp.of(events.get(i))).isGreaterThan(Stamp.of(events.get(i - 1)));
            for (int lane = 0; lane < 2; lane++) {
                long stamp = Stamp.of(events.get(i), lane);
                assertThat(stamp).isGreaterThan(Stamp.of(events.get(i - 1), lane));
                assertThat(Stamp.lane(stamp)).isEqualTo(lane);
            }
        }
    }

    @Property(tries = 50)
    void finds_the_first_event_after_any_number(@ForAll Random random) {
        fill(random, 1 + random.nextInt(1_000));
        log.trim(CHANNEL, random.nextInt(300));
        List<Event> events = log.retained(CHANNEL);
        if (events.isEmpty()) {
            return;
        }
        long seen = Stamp.of(events.get(random.nextInt(events.size()))) + random.nextInt(3) - 1;
        Optional<Event> expected = Stamp.of(events.get(events.size() - 1)) < seen
                ? Optional.of(events.get(events.size() - 1))
                : events.stream().filter(event -> Stamp.of(event) > seen).findFirst();
        assertThat(next(seen)).isEqualTo(expected);
        assertThat(log.reads).isLessThanOrEqualTo(30);
    }

    @Property(tries = 10)
    void shows_each_once_and_in_order_while_others_are_appended(@ForAll Random random) {
        fill(random, 300);
        log.meanwhile = () -> {
            if (log.retained(CHANNEL).size() < 400 && random.nextInt(4) == 0) {
                fill(random, 1 + random.nextInt(20));
            }
        };
        List<Event> shown = new ArrayList<>(List.of(log.retained(CHANNEL).get(0)));
        for (Optional<Event> next = Optional.of(shown.get(0)); next.isPresent(); ) {
            next = next(Stamp.of(shown.get(shown.size() - 1)));
            next.ifPresent(shown::add);
        }
        assertThat(shown).isEqualTo(log.retained(CHANNEL));
    }

    @Property(tries = 30)
    void goes_on_at_the_earliest_when_what_comes_next_is_trimmed_meanwhile(@ForAll Random random) {
        fill(random, 500);
        long seen = Stamp.of(log.retained(CHANNEL).get(random.nextInt(400)));
        log.meanwhile = () -> {
            if (log.retained(CHANNEL).size() > 50) {
                log.trim(CHANNEL, random.nextInt(40));
            }
        };
        Event found = next(seen).orElseThrow();
        assertThat(Stamp.of(found)).isGreaterThan(seen);
        assertThat(log.retained(CHANNEL).stream()
                        .filter(event -> Stamp.of(event) > seen)
                        .filter(event -> Stamp.offset(event) < Stamp.offset(found)))
                .isEmpty();
    }

    @Test
    void a_log_of_many_events_costs_few_reads() {
        fill(new Random(1), 20_000);
        List<Event> events = log.retained(CHANNEL);
        assertThat(next(Stamp.of(events.get(7)))).contains(events.get(8));
        assertThat(log.reads).isLessThanOrEqualTo(30);
    }

    @Test
    void shows_the_latest_to_one_that_has_seen_none_and_the_first_of_many_to_one_that_waited_for_it() {
        NextEvent waiting = new NextEvent(log.reading(), CHANNEL, Stamp.NONE);
        assertThat(waiting.find().result()).isEmpty();
        Event first = log.append(CHANNEL, NOW, EventType.MESSAGE, "1");
        Event second = log.append(CHANNEL, NOW, EventType.MESSAGE, "2");
        assertThat(waiting.find().result()).contains(first);
        assertThat(next(Stamp.NONE)).contains(second);
        assertThat(next(Stamp.of(first))).contains(second);
        assertThat(next(Stamp.of(second))).isEmpty();
        assertThat(next(Stamp.of(second) + 1)).contains(second);
    }

    @Test
    void a_crowd_shares_reads_and_none_is_older_than_its_question() {
        log.append(CHANNEL, NOW, EventType.MESSAGE, "1");
        GatedLog slow = new GatedLog(log);
        FreshReads<Optional<Newest>> heads = slow.reading().heads();
        Future<Optional<Newest>> early = heads.of(CHANNEL);
        Event second = log.append(CHANNEL, NOW, EventType.MESSAGE, "2");
        List<Future<Optional<Newest>>> crowd = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            crowd.add(heads.of(CHANNEL));
        }
        slow.gates.get(0).complete();
        assertThat(early.result()).isPresent();
        slow.gates.get(1).complete();
        assertThat(crowd)
                .allSatisfy(one -> assertThat(one.result().map(Newest::head)).contains(second));
        assertThat(slow.gates).hasSize(2);
        heads.of(CHANNEL);
        assertThat(slow.gates).hasSize(3);
    }

    @Test
    void a_crowd_that_has_seen_all_but_the_newest_costs_one_read() {
        fill(new Random(1), 100);
        long seen = Stamp.of(last());
        GatedLog slow = new GatedLog(log);
        Reading reading = slow.reading();
        log.append(CHANNEL, time, EventType.MESSAGE, "\"new\"");
        List<Future<Optional<Event>>> crowd = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            crowd.add(new NextEvent(reading, CHANNEL, seen).find());
        }
        slow.gates.get(0).complete();
        slow.gates.get(1).complete();
        assertThat(crowd).allSatisfy(one -> assertThat(one.result()).contains(last()));
        assertThat(slow.gates).hasSize(2);
    }

    @Property(tries = 30)
    void none_is_lost_and_none_shown_twice_while_it_waits_and_the_log_is_taken_back_or_deleted(@ForAll Random random) {
        fill(random, 1 + random.nextInt(200));
        NextEvent waiting = new NextEvent(log.reading(), CHANNEL, Stamp.of(last()));
        assertThat(waiting.find().result()).isEmpty();
        shrink(random);
        if (random.nextBoolean()) {
            assertThat(waiting.find().result()).isEmpty();
        }
        time++;
        Event first = log.append(CHANNEL, time, EventType.MESSAGE, "\"first\"");
        fill(random, random.nextInt(100));
        assertThat(waiting.find().result()).contains(first);
    }

    /** What comes later than the event of the number by as many µs as the offsets fell is found by the number alone. */
    @Property(tries = 30)
    void none_is_lost_to_one_that_comes_back_after_the_log_was_taken_back_or_deleted(@ForAll Random random) {
        fill(random, 1 + random.nextInt(1_500));
        long seen = Stamp.of(last());
        shrink(random);
        // at most the latest once more
        Optional<Event> doubled = next(seen);
        assertThat(doubled)
                .isEqualTo(log.retained(CHANNEL).stream()
                        .reduce((one, other) -> other)
                        .filter(head -> Stamp.of(head) != seen));
        time += 3;
        Event first = log.append(CHANNEL, time, EventType.MESSAGE, "\"first\"");
        fill(random, random.nextInt(100));
        assertThat(next(doubled.map(Stamp::of).orElse(seen))).contains(first);
        assertThat(next(seen)).contains(first);
    }

    private Event last() {
        List<Event> events = log.retained(CHANNEL);
        return events.get(events.size() - 1);
    }

    private void shrink(Random random) {
        if (random.nextInt(3) == 0) {
            log.delete(CHANNEL, 1_000 + random.nextInt(1_000));
        } else {
            log.takeBack(CHANNEL, random.nextInt(300), 1_000 + random.nextInt(1_000));
        }
    }

    /** Time stands still, goes on, or jumps; a new epoch begins now and then. */
    private void fill(Random random, int count) {
        for (int i = 0; i < count; i++) {
            time += random.nextInt(3) == 0 ? random.nextInt(5) : 0;
            if (random.nextInt(50) == 0) {
                log.restart(random.nextInt(1_000));
            }
            log.append(CHANNEL, time, EventType.MESSAGE, "1");
        }
    }

    private Optional<Event> next(long seen) {
        return new NextEvent(log.reading(), CHANNEL, seen).find().result();
    }
}
