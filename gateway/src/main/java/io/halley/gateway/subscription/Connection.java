package io.halley.gateway.subscription;

import io.halley.gateway.framing.Frame;
import io.halley.gateway.framing.OwnEvent;
import java.util.List;

/**
 * The wire under a subscription. Each transport has one; the hub drives it. All on the event loop of the gateway
 * verticle that owns it.
 */
public interface Connection {

    /** Whether it takes more. If not, nothing is queued for it: it is behind, and reads the log when it has drained. */
    boolean isWritable();

    /** Every position has come to an event id: reading starts at the subscription's cursor. A write follows. */
    void opened();

    /**
     * All that this turn has for it, as one write; the subscription's cursor is already behind these frames.
     *
     * @param frames in order; may be empty
     * @param caughtUp whether there is now, for the first time since channels were added, nothing left to read in any
     */
    void write(List<Frame> frames, boolean caughtUp);

    /** Whether it wants to be told by now how its user's inbox stands. */
    boolean wantsInbox();

    /**
     * Tells it of its user's inbox, behind what was written. Nothing is kept for it: one that takes nothing now is told
     * afresh when it has drained.
     *
     * @param version that of the inbox's state
     * @return whether it took it
     */
    boolean tell(OwnEvent event, String version);

    /** The store is away, so that reading can't go on now. Called again at every failed try. */
    void storeAway();

    /** Something of ours broke: ends it in the middle, so that the browser comes back from its cursor. */
    void cut();
}
