package io.halley.store.embedded;

import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/** What is done now and then: retention by age, cleaning, writing the small maps. Confined to the store's context. */
final class Housekeeping {

    private static final int TICKS_TO_SYNC = 5;

    private final Vertx vertx;
    private final Worker worker;
    private final SmallMaps maps;
    private final LogIndex index;
    private final Cleaner cleaner;
    private final Users users;
    private final UserWriter userWriter;
    private final Commits commits;
    private final Outage outage;
    private final LongSupplier clock;
    private final long timer;
    private int ticks;
    private boolean syncing;

    Housekeeping(
            Vertx vertx,
            Worker worker,
            SmallMaps maps,
            LogIndex index,
            Cleaner cleaner,
            Users users,
            UserWriter userWriter,
            Commits commits,
            Outage outage,
            EmbeddedStore.Tuning tuning) {
        this.vertx = vertx;
        this.worker = worker;
        this.maps = maps;
        this.index = index;
        this.cleaner = cleaner;
        this.users = users;
        this.userWriter = userWriter;
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
        users.sweep();
        cleaner.check();
        if (++ticks % TICKS_TO_SYNC == 0) {
            userWriter.flush();
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
