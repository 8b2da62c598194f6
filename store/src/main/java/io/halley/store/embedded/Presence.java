package io.halley.store.embedded;

import io.halley.shared.bus.Device;
import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.Lease;
import io.halley.shared.bus.PresenceInfo;
import io.halley.shared.bus.StoreException;
import io.halley.store.spi.LeaseTimes;
import io.halley.store.spi.PresenceStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is online. Leases are in memory only: after a restart those who were online stay so for one full TTL, and only then
 * those leave who have not come back. A report is answered when the joins that it brought are in the log.
 *
 * <p>While the disk takes nothing, leases are taken in and none ends, and the set of those online stays what the log says.
 * If that takes longer than {@link LeaseTimes#outageMs}, or the process stood still for so long, it counts as an outage.
 * Confined to the store's context.
 */
final class Presence implements PresenceStore, Leases.Watch {

    private static final int SWEPT_AT_ONCE = 5_000;

    private final Vertx vertx;
    private final LeaseTimes times;
    private final KnownUsers users;
    private final MapWriter writer;
    private final LongSupplier clock;
    private final Leases leases;
    private final PresenceLog log;
    private final LongWork reports;
    private long sweptAt;
    private boolean sweeping;
    private boolean closed;

    Presence(
            Vertx vertx,
            PresenceFile.Found found,
            KnownUsers users,
            LogIndex index,
            MapWriter writer,
            Commits commits,
            EmbeddedStore.Tuning tuning) {
        this.vertx = vertx;
        this.times = tuning.leases();
        this.users = users;
        this.writer = writer;
        this.clock = tuning.clock();
        this.leases = new Leases(times, this);
        this.log = new PresenceLog(found.online(), leases::holds, users, index, writer, commits, clock);
        this.reports = new LongWork(vertx);
        this.sweptAt = clock.getAsLong();
        found.online().forEach(user -> users.see(user, found.alive()));
        leases.restore(found.online(), found.alive(), sweptAt);
    }

    @Override
    public Future<Void> report(GatewayId gateway, List<Lease> came, List<Lease> renewed, List<Lease> released) {
        if (closed) {
            return Future.failedFuture(new StoreException("the store is closed"));
        }
        long now = clock.getAsLong();
        Stream<Runnable> begun =
                came.stream().map(lease -> () -> take(lease, now, () -> leases.come(gateway, lease, now)));
        Stream<Runnable> held =
                renewed.stream().map(lease -> () -> take(lease, now, () -> leases.renew(gateway, lease, now)));
        Stream<Runnable> ended = released.stream().map(lease -> () -> leases.release(gateway, lease, now));
        return reports.submit(
                        Stream.of(begun, held, ended).flatMap(steps -> steps).iterator())
                .compose(taken -> log.settle());
    }

    @Override
    public Future<PresenceInfo> info() {
        if (closed) {
            return Future.failedFuture(new StoreException("the store is closed"));
        }
        return Future.succeededFuture(new PresenceInfo(log.online().size(), unknownSince(clock.getAsLong())));
    }

    void close() {
        closed = true;
    }

    /** By the log of {@code presence}, ordered by id. */
    NavigableSet<String> online() {
        return log.online();
    }

    List<Device> devices(String user) {
        return leases.devices(user);
    }

    @Override
    public void began(String user) {
        users.see(user, clock.getAsLong());
        log.changed(user);
    }

    @Override
    public void ended(String user, long heldAt) {
        users.see(user, heldAt);
        log.changed(user);
    }

    /**
     * Ends what has run out, unless the disk takes nothing; answers when those who left by that have. Called every second.
     */
    Future<Void> sweep() {
        long now = clock.getAsLong();
        if (!sweeping && !closed && takesJoins(now)) {
            if (now < sweptAt) {
                leases.putBack(now);
            } else if (now - sweptAt > times.outageMs()) {
                leases.doubt(sweptAt, now);
            }
            sweptAt = now;
            sweeping = true;
            sweepSome(now);
        }
        return log.settle();
    }

    /** Writes down that the store is there while somebody is online. Called every few seconds. */
    void note() {
        if (!log.online().isEmpty()) {
            writer.writeLater(PresenceFile.ALIVE, Long.toString(clock.getAsLong()));
        }
    }

    /** Writes down who is held and not known; where there is no room for a user, no lease counts. */
    private void take(Lease lease, long now, Runnable taking) {
        String user = lease.user().value();
        if (users.find(user) != null || users.see(user, now)) {
            taking.run();
        }
    }

    /** While it does not, it is as if the last sweep had been before what the disk does not take. */
    private boolean takesJoins(long now) {
        Long writingSince = log.writingSince();
        if (writingSince != null && now - writingSince > times.outageMs()) {
            sweptAt = Math.min(sweptAt, writingSince);
            return false;
        }
        return writer.refusal() == null;
    }

    private void sweepSome(long now) {
        if (leases.sweep(now, SWEPT_AT_ONCE)) {
            vertx.runOnContext(turn -> sweepSome(now));
        } else {
            sweeping = false;
            log.resume();
        }
    }

    private @Nullable Long unknownSince(long now) {
        if (!leases.isCertain(now)) {
            return leases.uncertainSince();
        }
        return now - sweptAt > times.outageMs() ? sweptAt : null;
    }
}
