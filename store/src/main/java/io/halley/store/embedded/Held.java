package io.halley.store.embedded;

import io.halley.shared.bus.Device;
import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.Lease;
import io.halley.store.spi.LeaseTimes;

/** One lease of a user, and until when it keeps them online. */
final class Held {

    final String user;
    final String client;
    private final long since;
    private String transport;
    private GatewayId owner;
    private boolean released;
    private long heldAt;
    private long until;
    /** The look at it that counts; other looks that are due were overtaken. */
    long lookAt;

    Held(GatewayId owner, Lease lease, long now, LeaseTimes times) {
        this.user = lease.user().value();
        this.client = lease.client();
        this.since = now;
        this.transport = lease.transport();
        this.owner = owner;
        this.heldAt = now;
        this.until = now + times.ttlMs();
        this.lookAt = until;
    }

    /** When it was held or let go of last, or one before it of the same user was. */
    long heldAt() {
        return heldAt;
    }

    /** Another lease of this user ended, and this one is left. */
    void outlive(Held ended) {
        heldAt = Math.max(heldAt, ended.heldAt);
    }

    long until() {
        return until;
    }

    void take(GatewayId gateway, Lease lease, long now, LeaseTimes times) {
        owner = gateway;
        transport = lease.transport();
        released = false;
        heldAt = now;
        until = now + times.ttlMs();
    }

    /** Whether a gateway that says that it still holds this takes it by that. */
    boolean isRenewedBy(GatewayId gateway, long now, LeaseTimes times) {
        // an owner that lives says so more often than that
        boolean isAbandoned = until - now <= Math.max(0, times.ttlMs() - times.outageMs());
        return owner.equals(gateway) || released || isAbandoned;
    }

    /** Nothing happens if another gateway has it, or it was released before. */
    void release(GatewayId gateway, long now, LeaseTimes times) {
        if (owner.equals(gateway) && !released) {
            released = true;
            heldAt = now;
            until = now + times.graceMs();
        }
    }

    /** The clock was put back: no lease may last longer than it can. */
    void putBack(long now, LeaseTimes times) {
        heldAt = Math.min(heldAt, now);
        until = Math.min(until, now + times.ttlMs());
    }

    Device device() {
        return new Device(client, transport, owner.process(), since);
    }
}
