package io.halley.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.InboxNotice;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A carrier between a scripted store and lists in place of the bus, with timers that a test lets go off. */
final class CarrierWorld implements Bus {

    static final Channel OWN = new Channel("user:1");

    final ScriptedStore store = new ScriptedStore();
    /** What it brought to the bus. */
    final List<Backlog> bus = new ArrayList<>();
    /** What it said there beside events, all of it to {@link #OWN}. */
    final List<InboxNotice> told = new ArrayList<>();
    /** What waits for time to pass. */
    final Deque<Runnable> timers = new ArrayDeque<>();

    final Carrier carrier = new Carrier((ms, action) -> timers.add(action), store, this, new SimpleMeterRegistry());
    private boolean lost;

    @Override
    public void carry(Backlog backlog) {
        bus.add(backlog);
    }

    @Override
    public void tell(Channel own, InboxNotice notice) {
        assertThat(own).isEqualTo(OWN);
        told.add(notice);
    }

    /** Mostly the first, sometimes a later one. */
    void deliver(int n, boolean remove) {
        int i = n == 4 ? 1 : 0;
        if (i < store.notices.size()) {
            carrier.moved(store.notices.get(i));
            if (remove) {
                store.notices.remove(i);
            }
        }
    }

    void lose(int n) {
        if (n <= store.notices.size()) {
            store.notices.remove(n - 1);
            lost = true;
        }
    }

    void unsure() {
        carrier.unsure();
        lost = false;
    }

    void passTime() {
        while (!timers.isEmpty()) {
            timers.remove().run();
        }
    }

    /** What a backend owes: an answer, the rest of the notices, and that it is unsure where it lost one. */
    void settle() {
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
