package io.halley.gateway.classic;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Polls for which there is no room, of one event loop. They are held a second, because pages of old ask again as soon as
 * they are answered.
 */
final class Refusals {

    /** Beyond so many they are ended at once. */
    static final int MOST = 1_000;

    private final Consumer<Runnable> later;
    private final Set<Runnable> held = new LinkedHashSet<>();
    private boolean ended;

    /** @param later runs something in about a second */
    Refusals(Consumer<Runnable> later) {
        this.later = later;
    }

    /** Has one ended in about a second, or at once. */
    void hold(Runnable end) {
        if (ended || held.size() >= MOST) {
            end.run();
            return;
        }
        held.add(end);
        later.accept(() -> {
            if (held.remove(end)) {
                end.run();
            }
        });
    }

    /** Ends all of them, and from now on each at once: the gateway stops. */
    void end() {
        ended = true;
        List<Runnable> ends = List.copyOf(held);
        held.clear();
        ends.forEach(Agenda::run);
    }
}
