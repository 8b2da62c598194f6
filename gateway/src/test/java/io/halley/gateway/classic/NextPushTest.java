package io.halley.gateway.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventType;
import io.vertx.core.Future;
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
        long seen = Stamp.START;
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
        NextPush push = new NextPush(reading, List.of(OWN, USERS), Stamp.START);
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
        return new NextPush(NextEventTest.reading(log), List.of(OWN, USERS), seen)
                .find()
                .result();
    }
}
