package io.halley.gateway.classic;

import static io.halley.gateway.classic.PushLogs.NOW;
import static io.halley.gateway.classic.PushLogs.OWN;
import static io.halley.gateway.classic.PushLogs.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.Event;
import io.halley.shared.event.EventType;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is shown to a page that has seen nothing yet. */
final class LatestPushTest {

    private final PushLogs logs = new PushLogs();

    @Test
    void shows_the_latest_push_to_one_that_has_seen_none_and_waits_where_there_is_none() {
        assertThat(logs.next(Stamp.NONE)).isEmpty();
        logs.log.append(OWN, NOW, EventType.MESSAGE, "\"no push\"");
        NextPush waiting = logs.waiting(Stamp.NONE);
        assertThat(waiting.find().result()).isEmpty();
        Event first = logs.log.append(OWN, NOW + 1, EventType.PUSH, "{\"url\":\"http://a/\"}");
        Event second = logs.log.append(USERS, NOW + 2, EventType.PUSH, "{\"url\":\"http://b/\"}");
        logs.log.append(OWN, NOW + 3, EventType.PUSH, "{\"nothing\":1}");
        assertThat(waiting.find().result()).contains(first);
        assertThat(logs.next(Stamp.NONE)).contains(second);
        assertThat(logs.next(Stamp.of(second, 1) + 9_000_000)).contains(second);
    }

    @Test
    void the_latest_is_found_behind_any_number_of_events_that_are_no_push() {
        Event push = logs.push(OWN, "a");
        logs.noPushes(OWN, 5_000, 10);
        assertThat(logs.next(Stamp.NONE)).contains(push);
        // its last is beyond what one read brings
        logs.noPushes(OWN, 90, 4_096);
        Event later = logs.push(OWN, "b");
        logs.noPushes(OWN, 9, 4_096);
        assertThat(logs.next(Stamp.NONE)).contains(later);
    }

    @Test
    void one_that_has_seen_none_waits_where_there_is_none_and_is_then_shown_the_first_and_nothing_old() {
        logs.noPushes(OWN, 700, 10);
        logs.log.trim(OWN, 50);
        logs.noPushes(USERS, 300, 4_096);
        NextPush waiting = logs.waiting(Stamp.NONE);
        assertThat(waiting.find().result()).isEmpty();
        logs.log.reads = 0;
        logs.noPushes(OWN, 1, 10);
        assertThat(waiting.find().result()).isEmpty();
        // the two heads, and no more
        assertThat(logs.log.reads).isEqualTo(2);
        logs.noPushes(USERS, 300, 10);
        Event first = logs.push(USERS, "a");
        logs.push(OWN, "b");
        logs.noPushes(OWN, 300, 10);
        assertThat(waiting.find().result()).contains(first);
    }

    @Test
    void a_crowd_that_has_seen_none_shares_the_search_for_the_last() {
        logs.noPushes(OWN, 700, 10);
        logs.noPushes(USERS, 3_000, 1_000);
        assertThat(logs.waiting(Stamp.NONE).find().result()).isEmpty();
        int alone = logs.log.reads;
        logs.log.reads = 0;
        GatedLog slow = new GatedLog(logs.log);
        Reading reading = slow.reading();
        List<Future<Optional<Event>>> crowd = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            crowd.add(PushLogs.waiting(reading, Stamp.NONE).find());
        }
        while (!slow.gates.isEmpty()) {
            slow.gates.remove(0).complete();
        }
        assertThat(crowd).allSatisfy(one -> assertThat(one.result()).isEmpty());
        // the one that came first, and all others
        assertThat(logs.log.reads).isBetween(alone, 2 * alone);
    }
}
