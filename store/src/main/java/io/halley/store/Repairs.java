package io.halley.store;

import io.halley.shared.event.Backlog;
import io.vertx.core.Future;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The reading that makes up for notices: a few channels at a time, page after page, until nothing is known of that was
 * not carried. What fails waits, all together, so that a store that is away is not asked once for each channel. Confined
 * to the store's context.
 */
final class Repairs {

    static final int MOST_AT_ONCE = 16;

    private static final System.Logger LOG = System.getLogger(Repairs.class.getName());
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 1_000;

    private final Later later;
    private final Function<Followed, Future<Backlog>> page;
    private final ArrayDeque<Followed> waiting = new ArrayDeque<>();
    private final ArrayDeque<Followed> failed = new ArrayDeque<>();
    private int running;
    private boolean choosing;
    private boolean pausing;
    private int failuresInARow;
    private long pause = FIRST_PAUSE_MS;
    private @Nullable String complaint;

    /** Takes what reads a page and carries it. */
    Repairs(Later later, Function<Followed, Future<Backlog>> page) {
        this.later = later;
        this.page = page;
    }

    /** Runs something on the same context after some ms. */
    interface Later {
        void run(long ms, Runnable action);
    }

    /** Has a channel repaired for which that is not under way. */
    void add(Followed followed) {
        waiting.add(followed);
        next();
    }

    /** Reads that fail or answer at once come back here while it still chooses; they only say that one is done. */
    private void next() {
        if (choosing) {
            return;
        }
        choosing = true;
        while (running < MOST_AT_ONCE && !waiting.isEmpty() && !isHeldUp()) {
            running++;
            readOn(waiting.remove());
        }
        choosing = false;
    }

    /** One channel that fails is no reason to keep the others waiting; many are. */
    private boolean isHeldUp() {
        return pausing && failuresInARow >= MOST_AT_ONCE;
    }

    private void readOn(Followed followed) {
        if (!followed.isFollowed()) {
            end();
            return;
        }
        followed.reading();
        page.apply(followed).onSuccess(backlog -> read(followed)).onFailure(failure -> failed(followed, failure));
    }

    private void read(Followed followed) {
        failuresInARow = 0;
        pause = FIRST_PAUSE_MS;
        complaint = null;
        if (followed.isBehind()) {
            readOn(followed);
        } else {
            followed.repaired();
            end();
        }
    }

    private void failed(Followed followed, Throwable failure) {
        complain(String.valueOf(failure.getMessage()));
        failuresInARow++;
        failed.add(followed);
        if (!pausing) {
            pausing = true;
            later.run(pause, this::again);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
        }
        end();
    }

    private void again() {
        pausing = false;
        waiting.addAll(failed);
        failed.clear();
        next();
    }

    /** Once, and not for each of the channels that meet the same. */
    private void complain(String reason) {
        if (!reason.equals(complaint)) {
            complaint = reason;
            LOG.log(Level.WARNING, "followed channels can''t be read on, trying again: {0}", reason);
        }
    }

    private void end() {
        running--;
        next();
    }
}
