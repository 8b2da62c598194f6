package io.halley.gateway.classic;

import static io.halley.gateway.classic.PushLogs.NOW;
import static io.halley.gateway.classic.PushLogs.OWN;
import static io.halley.gateway.classic.PushLogs.USERS;
import static org.assertj.core.api.Assertions.assertThat;

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

    /** Before everything. */
    private static final long FIRST = 1;

    private PushLogs logs = new PushLogs();

    /** The tries of a property share their test. */
    @BeforeTry
    void beginAnew() {
        logs = new PushLogs();
    }

    @Property(tries = 40)
    void shows_each_push_of_both_once_and_in_order(@ForAll Random random) {
        // offsets far apart
        for (int i = random.nextInt(1_500); i > 0; i--) {
            logs.log.append(USERS, logs.time, EventType.MESSAGE, "0");
        }
        logs.time += random.nextInt(2);
        for (int i = 0; i < 60; i++) {
            append(random);
        }
        List<Event> shown = new ArrayList<>();
        long seen = FIRST;
        Optional<Event> next = logs.next(seen);
        while (next.isPresent()) {
            shown.add(next.get());
            seen = Stamp.of(next.get(), NextPush.lane(next.get()));
            if (random.nextInt(3) == 0 && shown.size() < 200) {
                // what comes now comes after what is shown
                logs.time++;
                append(random);
            }
            next = logs.next(seen);
        }
        assertThat(shown).isEqualTo(pushes());
    }

    @Test
    void what_is_behind_in_time_is_found_before_anything_is_shown() {
        Event users = logs.log.append(USERS, NOW, EventType.PUSH, "{\"url\":\"http://a/\"}");
        Event[] late = new Event[1];
        // in the moment in which the first look waits
        Reading reading = new Reading(logs.log, millis -> {
            late[0] = logs.log.append(OWN, NOW, EventType.PUSH, "{\"url\":\"http://b/\"}");
            return Future.succeededFuture();
        });
        NextPush push = PushLogs.waiting(reading, FIRST);
        assertThat(push.find().result()).contains(late[0]);
        assertThat(logs.next(Stamp.of(late[0], 0))).contains(users);
        assertThat(logs.next(Stamp.of(users, 1))).isEmpty();
    }

    @Test
    void the_usual_push_costs_no_read_beyond_the_newest() {
        logs.push(OWN, "a");
        Event seen = logs.push(USERS, "b");
        Event next = logs.push(USERS, "c");
        logs.log.reads = 0;
        assertThat(logs.next(Stamp.of(seen, 1))).contains(next);
        assertThat(logs.next(Stamp.of(next, 1))).isEmpty();
        // two channels, twice for one that is found
        assertThat(logs.log.reads).isEqualTo(6);
    }

    private void append(Random random) {
        logs.time += random.nextInt(4) == 0 ? random.nextInt(3) : 0;
        if (random.nextInt(20) == 0) {
            logs.log.restart(random.nextInt(1_000));
        }
        boolean isPush = random.nextInt(4) > 0;
        logs.log.append(
                random.nextBoolean() ? OWN : USERS,
                logs.time,
                isPush ? EventType.PUSH : EventType.MESSAGE,
                "{\"url\":\"http://x/" + random.nextInt(100) + "\"}");
    }

    private List<Event> pushes() {
        return Stream.of(OWN, USERS)
                .flatMap(channel -> logs.log.retained(channel).stream())
                .filter(NextPush::isPush)
                .sorted(Comparator.comparingLong(Event::time)
                        .thenComparing(NextPush::lane)
                        .thenComparing(Stamp::offset))
                .toList();
    }
}
