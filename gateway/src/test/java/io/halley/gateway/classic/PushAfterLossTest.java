package io.halley.gateway.classic;

import static io.halley.gateway.classic.PushLogs.OWN;
import static io.halley.gateway.classic.PushLogs.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeTry;

/** What is shown to a page whose number is of an event that is gone. */
final class PushAfterLossTest {

    private PushLogs logs = new PushLogs();

    /** The tries of a property share their test. */
    @BeforeTry
    void beginAnew() {
        logs = new PushLogs();
    }

    /** One channel is far ahead in its offsets, so that its numbers are of a later time than its events. */
    @Property(tries = 60)
    void none_is_lost_when_the_event_of_the_number_is_trimmed_taken_back_or_deleted(@ForAll Random random) {
        Channel ahead = random.nextBoolean() ? OWN : USERS;
        logs.noPushes(ahead, 20_000, 1);
        for (int i = 0; i < 20; i++) {
            logs.time += 10_000;
            logs.push(random.nextBoolean() ? OWN : USERS, "old");
        }
        Event seen = logs.push(ahead, "seen");
        long stamp = Stamp.of(seen, NextPush.lane(seen));
        switch (random.nextInt(3)) {
            case 0 -> logs.log.trim(ahead, 30_000);
            case 1 -> logs.log.takeBack(ahead, 1 + random.nextInt(20_000), 1);
            default -> logs.log.delete(ahead, 1);
        }
        long gone = logs.time;
        List<Event> wanted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            logs.time += 1 + random.nextInt(3);
            wanted.add(logs.push(random.nextBoolean() ? OWN : USERS, "new" + i));
        }
        List<Event> shown = new ArrayList<>();
        Optional<Event> next = logs.next(stamp);
        while (next.isPresent() && shown.size() < 100) {
            shown.add(next.get());
            next = logs.next(Stamp.of(next.get(), NextPush.lane(next.get())));
        }
        assertThat(shown).containsSubsequence(wanted).doesNotHaveDuplicates();
        // 20,000 offsets of 2 µs, and those of a million events that may be gone
        assertThat(shown).allSatisfy(event -> assertThat(event.time()).isGreaterThanOrEqualTo(gone - 2_045));
    }

    @Property(tries = 30)
    void one_that_waits_while_a_channel_is_taken_back_or_deleted_is_shown_what_is_new(@ForAll Random random) {
        logs.noPushes(USERS, random.nextInt(3_000), 1);
        Event seen = logs.push(USERS, "seen");
        logs.push(OWN, "before");
        NextPush waiting = logs.waiting(Stamp.of(logs.log.retained(OWN).get(0), 0));
        assertThat(waiting.find().result()).isEmpty();
        if (random.nextBoolean()) {
            logs.log.takeBack(USERS, 1 + random.nextInt(3_000), 1);
        } else {
            logs.log.delete(USERS, 1);
        }
        assertThat(waiting.find().result()).isEmpty();
        Event first = logs.push(USERS, "new");
        logs.push(USERS, "newer");
        assertThat(waiting.find().result()).contains(first).get().isNotEqualTo(seen);
    }
}
