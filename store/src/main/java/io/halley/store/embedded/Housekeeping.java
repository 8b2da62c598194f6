package io.halley.store.embedded;

import io.halley.shared.runtime.Complaint;
import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/** What is done now and then: retention by age, ending leases, cleaning, writing the small maps. Confined to the store's context. */
final class Housekeeping {

    private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());
    private static final int TICKS_TO_SYNC = 5;

    private final Vertx vertx;
    private final Worker worker;
    private final SmallMaps maps;
    private final LogIndex index;
    private final Cleaner cleaner;
    private final Presence presence;
    private final MapWriter mapWriter;
    private final Commits commits;
    private final Outage outage;
    private final LongSupplier clock;
    private final Complaint complaint = new Complaint(LOG, "nobody leaves, trying again");
    private final long timer;
    private int ticks;
    private boolean syncing;

    Housekeeping(
            Vertx vertx,
            Worker worker,
            SmallMaps maps,
            LogIndex index,
            Cleaner cleaner,
            Presence presence,
            MapWriter mapWriter,
            Commits commits,
            Outage outage,
            EmbeddedStore.Tuning tuning) {
        this.vertx = vertx;
        this.worker = worker;
        this.maps = maps;
        this.index = index;
        this.cleaner = cleaner;
        this.presence = presence;
        this.mapWriter = mapWriter;
        this.commits = commits;
        this.outage = outage;
        this.clock = tuning.clock();
        this.timer = vertx.setPeriodic(tuning.tickMillis(), id -> tick());
    }

    void close() {
        vertx.cancelTimer(timer);
        cleaner.close();
    }

    private void tick() {
        index.sweep(clock.getAsLong());
        presence.sweep().onSuccess(done -> complaint.end()).onFailure(complaint::about);
        cleaner.check();
        if (++ticks % TICKS_TO_SYNC == 0) {
            presence.note();
            mapWriter.flush();
            sync();
        }
    }

    private void sync() {
        if (syncing || outage.isOn()) {
            return;
        }
        syncing = true;
        Segment current = index.segments().current();
        worker.write(() -> {
                    SegmentFiles.requireThere(current);
                    maps.sync();
                    return null;
                })
                .onComplete(done -> syncing = false)
                .onFailure(failure -> commits.failed(Disk.reason(failure)));
    }
}
