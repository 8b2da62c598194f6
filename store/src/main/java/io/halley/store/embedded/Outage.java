package io.halley.store.embedded;

import io.halley.shared.bus.StoreException;
import io.halley.shared.runtime.Health;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Whether the disk takes what is written. While it doesn't, who wants to write is told so at once. */
final class Outage {

    private static final System.Logger LOG = System.getLogger(Outage.class.getName());
    private static final String PART = "store";

    private final Health health;
    private @Nullable String reason;

    Outage(Health health) {
        this.health = health;
    }

    boolean isOn() {
        return reason != null;
    }

    /** What to tell who wants to write now; null if all is well. */
    @Nullable
    StoreException refusal() {
        return reason == null ? null : new StoreException(reason);
    }

    /** The disk failed; answers what to tell those whom it concerns. */
    StoreException begin(String newReason) {
        if (!newReason.equals(reason)) {
            LOG.log(Level.ERROR, "the store takes nothing: {0}", newReason);
            health.red(PART, newReason);
        }
        reason = newReason;
        return new StoreException(newReason);
    }

    void end() {
        if (reason != null) {
            LOG.log(Level.INFO, "the store works again");
        }
        reason = null;
        health.green(PART);
    }
}
