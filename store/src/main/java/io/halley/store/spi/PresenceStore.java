package io.halley.store.spi;

import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.Lease;
import io.halley.shared.bus.PresenceInfo;
import io.vertx.core.Future;
import java.util.List;

/**
 * Who is online: leases, one per user and client in the whole cluster. Called and answered as {@link EventStore} is.
 *
 * <p>A backend MUST:
 *
 * <ol>
 *   <li>give a lease to whoever asks last, and let only its owner release it;
 *   <li>keep a lease {@link LeaseTimes#ttlMs} after it was held last, and {@link LeaseTimes#graceMs} after its release,
 *       and end it within another {@link LeaseTimes#sweepMs};
 *   <li>append one {@code join} to {@code presence} when a user gets the first lease, and one {@code leave} when the last
 *       one has ended, each decided once for all processes, in one step with its event;
 *   <li>let nobody leave for one full TTL after an outage or under a new incarnation of itself, and say meanwhile since
 *       when it does not know ({@link PresenceInfo});
 *   <li>write a user down who is held and not known;
 *   <li>know {@link Lease#MOST_OF_ONE_USER} leases of one user at most, and keep who has more online while any is held.
 * </ol>
 *
 * <p>Renewing takes a lease only if it is gone or has run out, was released by its owner, or was not held by it for
 * {@link LeaseTimes#outageMs}; so that of two gateways that hold one client the one that it came to last keeps it while it
 * lives, and the other one has it before it runs out if it doesn't. A lease that is taken while it lasts, also while it is
 * released, goes on and is no new one.
 */
public interface PresenceStore {

    /**
     * Takes in what one event loop of a gateway holds and has let go of.
     *
     * @param came leases of connections that began since the last report: whoever had them, they are this gateway's now
     * @param renewed leases that it has held before
     * @param released leases of which it has no connection any more
     */
    Future<Void> report(GatewayId gateway, List<Lease> came, List<Lease> renewed, List<Lease> released);

    /** How many are online, and whether that is certain. */
    Future<PresenceInfo> info();
}
