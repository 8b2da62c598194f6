package io.halley.gateway.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;

/** Two channels, one of which may be far ahead in its offsets, for a page that sends back one number. */
final class NextPushTest {

    private static final Channel OWN = new Channel("user:1");
    private static final Channel USERS = Channel.USERS;
    private static final long NOW = 1_795_247_708_000L;

    /** Before everything. */
    private static final long FIRST = 1;

    private MovingLog log = new MovingLog();
    private long time = NOW;

    /** The tries of a property share their test. */
    @BeforeTry
    void beginAnew() {
        log = new MovingLog();
        time = NOW;
    }

    @Property(tries = 40)
    void shows_each_push_of_both_once_and_in_order(@ForAll Random random) {
        // offsets far apart
        for (int i = random.nextInt(1_500); i > 0; i--) {
            log.append(USERS, time, EventType.MESSAGE, "0");
        }
        time += random.nextInt(2);
        for (int i = 0; i < 60; i++) {
            append(random);
        }
        List<Event> shown = new ArrayList<>();
        long seen = FIRST;
        Optional<Event> next = next(seen);
        while (next.isPresent()) {
            shown.add(next.get());
            seen = Stamp.of(next.get(), NextPush.lane(next.get()));
            if (random.nextInt(3) == 0 && shown.size() < 200) {
                // what comes now comes after what is shown
                time++;
                append(random);
            }
            next = next(seen);
        }
        assertThat(shown).isEqualTo(pushes());
    }

    @Test
    void what_is_behind_in_time_is_found_before_anything_is_shown() {
        Event users = log.append(USERS, NOW, EventType.PUSH, "{\"url\":\"http://a/\"}");
        Event[] late = new Event[1];
        // in the moment in which the first look waits
        Reading reading = new Reading(log, millis -> {
            late[0] = log.append(OWN, NOW, EventType.PUSH, "{\"url\":\"http://b/\"}");
            return Future.succeededFuture();
        });
        NextPush push = new NextPush(reading, List.of(OWN, USERS), FIRST);
        assertThat(push.find().result()).contains(late[0]);
        assertThat(next(Stamp.of(late[0], 0))).contains(users);
        assertThat(next(Stamp.of(users, 1))).isEmpty();
    }

    @Test
    void shows_the_latest_push_to_one_that_has_seen_none_and_waits_where_there_is_none() {
        assertThat(next(Stamp.NONE)).isEmpty();
        log.append(OWN, NOW, EventType.MESSAGE, "\"no push\"");
        NextPush waiting = new NextPush(NextEventTest.reading(log), List.of(OWN, USERS), Stamp.NONE);
        assertThat(waiting.find().result()).isEmpty();
        Event first = log.append(OWN, NOW + 1, EventType.PUSH, "{\"url\":\"http://a/\"}");
        Event second = log.append(USERS, NOW + 2, EventType.PUSH, "{\"url\":\"http://b/\"}");
        log.append(OWN, NOW + 3, EventType.PUSH, "{\"nothing\":1}");
        assertThat(waiting.find().result()).contains(first);
        assertThat(next(Stamp.NONE)).contains(second);
        assertThat(next(Stamp.of(second, 1) + 9_000_000)).contains(second);
    }

    @Test
    void the_latest_is_found_behind_any_number_of_events_that_are_no_push() {
        Event push = push(OWN, "a");
        noPushes(OWN, 5_000, 10);
        assertThat(next(Stamp.NONE)).contains(push);
        // its last is beyond what one read brings
        noPushes(OWN, 90, 4_096);
        Event later = push(OWN, "b");
        noPushes(OWN, 9, 4_096);
        assertThat(next(Stamp.NONE)).contains(later);
    }

    @Test
    void one_that_has_seen_none_waits_where_there_is_none_and_is_then_shown_the_first_and_nothing_old() {
        noPushes(OWN, 700, 10);
        log.trim(OWN, 50);
        noPushes(USERS, 300, 4_096);
        NextPush waiting = waiting(Stamp.NONE);
        assertThat(waiting.find().result()).isEmpty();
        log.reads = 0;
        noPushes(OWN, 1, 10);
        assertThat(waiting.find().result()).isEmpty();
        // the two heads, and no more
        assertThat(log.reads).isEqualTo(2);
        noPushes(USERS, 300, 10);
        Event first = push(USERS, "a");
        push(OWN, "b");
        noPushes(OWN, 300, 10);
        assertThat(waiting.find().result()).contains(first);
    }

    @Test
    void a_crowd_that_has_seen_none_shares_the_search_for_the_last() {
        noPushes(OWN, 700, 10);
        noPushes(USERS, 3_000, 1_000);
        assertThat(waiting(Stamp.NONE).find().result()).isEmpty();
        int alone = log.reads;
        log.reads = 0;
        List<Promise<Void>> gates = new ArrayList<>();
        Reading slow = NextEventTest.reading((channel, from, limit) -> {
            Promise<Void> gate = Promise.promise();
            gates.add(gate);
            return log.read(channel, from, limit).compose(read -> gate.future().map(read));
        });
        List<Future<Optional<Event>>> crowd = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            crowd.add(new NextPush(slow, List.of(OWN, USERS), Stamp.NONE).find());
        }
        while (!gates.isEmpty()) {
            gates.remove(0).complete();
        }
        assertThat(crowd).allSatisfy(one -> assertThat(one.result()).isEmpty());
        // the one that came first, and all others
        assertThat(log.reads).isBetween(alone, 2 * alone);
    }

    @Test
    void the_usual_push_costs_no_read_beyond_the_newest() {
        push(OWN, "a");
        Event seen = push(USERS, "b");
        Event next = push(USERS, "c");
        log.reads = 0;
        assertThat(next(Stamp.of(seen, 1))).contains(next);
        assertThat(next(Stamp.of(next, 1))).isEmpty();
        // two channels, twice for one that is found
        assertThat(log.reads).isEqualTo(6);
    }

    /** One channel is far ahead in its offsets, so that its numbers are of a later time than its events. */
    @Property(tries = 60)
    void none_is_lost_when_the_event_of_the_number_is_trimmed_taken_back_or_deleted(@ForAll Random random) {
        Channel ahead = random.nextBoolean() ? OWN : USERS;
        noPushes(ahead, 20_000, 1);
        for (int i = 0; i < 20; i++) {
            time += 10_000;
            push(random.nextBoolean() ? OWN : USERS, "old");
        }
        Event seen = push(ahead, "seen");
        long stamp = Stamp.of(seen, NextPush.lane(seen));
        switch (random.nextInt(3)) {
            case 0 -> log.trim(ahead, 30_000);
            case 1 -> log.takeBack(ahead, 1 + random.nextInt(20_000), 1);
            default -> log.delete(ahead, 1);
        }
        long gone = time;
        List<Event> wanted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            time += 1 + random.nextInt(3);
            wanted.add(push(random.nextBoolean() ? OWN : USERS, "new" + i));
        }
        List<Event> shown = new ArrayList<>();
        Optional<Event> next = next(stamp);
        while (next.isPresent() && shown.size() < 100) {
            shown.add(next.get());
            next = next(Stamp.of(next.get(), NextPush.lane(next.get())));
        }
        assertThat(shown).containsSubsequence(wanted).doesNotHaveDuplicates();
        // 20,000 offsets of 2 µs, and those of a million events that may be gone
        assertThat(shown).allSatisfy(event -> assertThat(event.time()).isGreaterThanOrEqualTo(gone - 2_045));
    }

    @Property(tries = 30)
    void one_that_waits_while_a_channel_is_taken_back_or_deleted_is_shown_what_is_new(@ForAll Random random) {
        noPushes(USERS, random.nextInt(3_000), 1);
        Event seen = push(USERS, "seen");
        push(OWN, "before");
        NextPush waiting = waiting(Stamp.of(log.retained(OWN).get(0), 0));
        assertThat(waiting.find().result()).isEmpty();
        if (random.nextBoolean()) {
            log.takeBack(USERS, 1 + random.nextInt(3_000), 1);
        } else {
            log.delete(USERS, 1);
        }
        assertThat(waiting.find().result()).isEmpty();
        Event first = push(USERS, "new");
        push(USERS, "newer");
        assertThat(waiting.find().result()).contains(first).get().isNotEqualTo(seen);
    }

    private NextPush waiting(long seen) {
        return new NextPush(NextEventTest.reading(log), List.of(OWN, USERS), seen);
    }

    private Event push(Channel channel, String host) {
        return log.append(channel, ++time, EventType.PUSH, "{\"url\":\"http://" + host + "/\"}");
    }

    private void noPushes(Channel channel, int count, int length) {
        for (int i = 0; i < count; i++) {
            log.append(channel, time, EventType.MESSAGE, text(length));
        }
    }

    private static String text(int length) {
        return '"' + "x".repeat(length) + '"';
    }

    private void append(Random random) {
        time += random.nextInt(4) == 0 ? random.nextInt(3) : 0;
        if (random.nextInt(20) == 0) {
            log.restart(random.nextInt(1_000));
        }
        boolean isPush = random.nextInt(4) > 0;
        log.append(
                random.nextBoolean() ? OWN : USERS,
                time,
                isPush ? EventType.PUSH : EventType.MESSAGE,
                "{\"url\":\"http://x/" + random.nextInt(100) + "\"}");
    }

    private List<Event> pushes() {
        return Stream.of(OWN, USERS)
                .flatMap(channel -> log.retained(channel).stream())
                .filter(NextPush::isPush)
                .sorted(Comparator.comparingLong(Event::time)
                        .thenComparing(NextPush::lane)
                        .thenComparing(Stamp::offset))
                .toList();
    }

    private Optional<Event> next(long seen) {
        return waiting(seen).find().result();
    }
}
