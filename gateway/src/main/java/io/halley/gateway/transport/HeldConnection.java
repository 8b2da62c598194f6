package io.halley.gateway.transport;

import io.halley.gateway.subscription.Connection;
import io.halley.gateway.subscription.Subscription;
import io.vertx.core.buffer.Buffer;

/**
 * A connection that stays open, and the little that keeps it so: it shows that it lives, and is shed if its client takes
 * nothing. What it says is up to who makes it. On the event loop of its gateway verticle.
 */
public abstract class HeldConnection implements Connection {

    private final Outlet outlet;
    private boolean silent;
    private long takenAtLastLook;
    private int stalledBeats;

    /** Where it lies on the wheel of the heartbeats; theirs alone. */
    int slot;

    protected HeldConnection(Outlet outlet) {
        this.outlet = outlet;
    }

    /** What it reads. */
    public abstract Subscription subscription();

    /** What shows that it lives, and says nothing. */
    protected abstract Buffer heartbeat();

    /** Ends it properly; the client comes back after so many ms. Harmless if it is over. */
    protected abstract void drain(int millis);

    /** There is no room for it: ends it properly before anything was read; the client comes back after so many ms. */
    protected void refuse(int millis) {
        drain(millis);
    }

    /** The first bytes, when reading can't start in this turn, so that the client sees an open connection. */
    protected void begin() {}

    /** Its client takes bytes again, after it was slower than what was sent. */
    protected void drained() {}

    /** Looked at every few seconds: whether it is to go on. If not, it has been ended. */
    protected boolean mayGoOn(long now) {
        return true;
    }

    protected final Outlet outlet() {
        return outlet;
    }

    /** Sends bytes; none is nothing. */
    protected final void send(Buffer bytes) {
        if (bytes.length() > 0) {
            silent = false;
            outlet.send(bytes);
        }
    }

    @Override
    public boolean isWritable() {
        return !outlet.isOver() && !outlet.isFull();
    }

    /** Held: when the store is back, reading goes on. */
    @Override
    public void storeAway() {}

    @Override
    public void cut() {
        outlet.cut();
    }

    /**
     * To be called every few seconds: shows that it lives, if nothing else has done so, and ends it if it is not to go on.
     *
     * @return whether it is to be shed, because its client has taken nothing, or left unfinished what it said, for so long
     *     that it is dead or hopeless
     */
    final boolean beat(long now) {
        if (outlet.isOver()) {
            // of which we are about to be told
            return false;
        }
        boolean full = outlet.isFull();
        if (full ? isStalled() : outlet.look()) {
            return true;
        }
        // however slow it is, it ends with its session
        if (mayGoOn(now) && !full) {
            stalledBeats = 0;
            if (silent) {
                outlet.send(heartbeat());
            }
            silent = true;
        }
        return false;
    }

    /** Of one that is full; who takes little, and has more waiting at every look, is slow, but not stalled. */
    private boolean isStalled() {
        long before = takenAtLastLook;
        takenAtLastLook = outlet.taken();
        stalledBeats = takenAtLastLook > before ? 1 : stalledBeats + 1;
        return stalledBeats >= Heartbeats.MOST_STALLED_BEATS;
    }
}
