package io.halley.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Gap;
import io.halley.store.OpenStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes in what the bus carries of the one channel that a store follows, and checks that it goes on where it ended. */
final class Follower {

    /** A dead subscription is found and made anew in less than five; a machine with much to do takes longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final List<Event> events = new ArrayList<>();
    final List<Gap> gaps = new ArrayList<>();

    private final OpenStore store;
    private final Channel channel;
    private EventId last;

    Follower(OpenStore store, Channel channel) {
        this.store = store;
        this.channel = channel;
        this.last = store.carry(channel);
    }

    EventId last() {
        return last;
    }

    List<String> texts() {
        return OpenStore.texts(events);
    }

    /** Until this event came. */
    void awaitEvent(EventId id) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!last.epoch().equals(id.epoch()) || last.offset() < id.offset()) {
            Backlog next = poll(end - System.nanoTime());
            if (next == null) {
                throw new AssertionError("waited for " + id + ", came to " + last);
            }
            take(next);
        }
    }

    /** Until a gap is told. */
    Gap awaitGap() {
        int before = gaps.size();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (gaps.size() == before) {
            Backlog next = poll(end - System.nanoTime());
            if (next == null) {
                throw new AssertionError("waited for a gap, came to " + last);
            }
            take(next);
        }
        return gaps.get(before);
    }

    /** All that is in the log was carried; there is nothing more. */
    void assertIsUpToDate() {
        assertThat(store.bus).isEmpty();
        Backlog rest = store.read(channel, last);
        assertThat(rest.gap()).isNull();
        assertThat(rest.events()).isEmpty();
    }

    private void take(Backlog backlog) {
        if (backlog.gap() == null) {
            assertThat(backlog.start()).isEqualTo(last);
        } else {
            gaps.add(backlog.gap());
        }
        events.addAll(backlog.events());
        last = backlog.end();
    }

    private @Nullable Backlog poll(long nanos) {
        try {
            return store.bus.poll(Math.max(1, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
