package io.halley.store.embedded;

import io.halley.shared.bus.StoreException;
import io.halley.store.embedded.Commit.Written;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Group commit: what comes while one commit is being written waits for the next, and goes into it all together. Confined
 * to the store's context.
 *
 * <p>When the disk fails, whoever waits is told, and so is whoever comes, until a try every half second succeeds.
 */
final class Commits {

    private static final System.Logger LOG = System.getLogger(Commits.class.getName());
    private static final long PROBE_MS = 500;

    private final Vertx vertx;
    private final Context context;
    private final Worker worker;
    private final LogWriter writer;
    private final LogIndex index;
    private final ChannelBound bound;
    private final Outage outage;
    private final Applied applied;
    private final Meters meters;
    private final WaitingLine waiting = new WaitingLine();
    private boolean committing;
    private boolean scheduled;
    private boolean probing;
    private @Nullable Promise<Void> closed;

    Commits(
            Vertx vertx,
            Worker worker,
            LogWriter writer,
            LogIndex index,
            ChannelBound bound,
            Outage outage,
            Applied applied,
            Meters meters) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.worker = worker;
        this.writer = writer;
        this.index = index;
        this.bound = bound;
        this.outage = outage;
        this.applied = applied;
        this.meters = meters;
    }

    /** Takes in what a commit did, on the store's context; answers what is to be told then. */
    interface Applied {
        Runnable apply(Commit commit, Written written);
    }

    /**
     * Puts something into the next commit.
     *
     * @param bytes about what it takes in the log
     */
    void submit(Pending entry, int events, long bytes) {
        StoreException refusal = refusal(events, bytes);
        if (refusal != null) {
            refuse(entry, refusal);
            return;
        }
        waiting.add(entry, events, bytes);
        schedule();
    }

    /** Refuses what comes from now on; answers when everything that came before is done. */
    Future<Void> close() {
        if (closed == null) {
            closed = Promise.promise();
            completeClose();
        }
        return closed.future();
    }

    /** The disk failed, here or where users are kept: nothing is taken until a try succeeds. */
    void failed(String reason) {
        StoreException failure = outage.begin(reason);
        waiting.takeAll().forEach(entry -> refuse(entry, failure));
        if (!probing) {
            probing = true;
            vertx.setTimer(PROBE_MS, id -> probe());
        }
        completeClose();
    }

    private @Nullable StoreException refusal(int events, long bytes) {
        if (closed != null) {
            return new StoreException("the store is closed");
        }
        StoreException refusal = waiting.refusal(events, bytes);
        return refusal == null ? outage.refusal() : refusal;
    }

    /** At the end of this turn, so that what comes in one turn goes into one commit. */
    private void schedule() {
        if (!scheduled && !committing) {
            scheduled = true;
            context.runOnContext(turn -> {
                scheduled = false;
                commit();
            });
        }
    }

    private void commit() {
        if (committing || waiting.isEmpty()) {
            completeClose();
            return;
        }
        committing = true;
        Commit commit = Commit.of(bound.admit(waiting.take(), this::refuse), index);
        long begun = System.nanoTime();
        worker.write(() -> write(commit))
                .onSuccess(written -> committed(commit, written, System.nanoTime() - begun))
                .onFailure(failure -> {
                    committing = false;
                    String reason = Disk.reason(failure);
                    failed(reason);
                    commit.all().forEach(entry -> refuse(entry, new StoreException(reason)));
                });
    }

    private Written write(Commit commit) throws Exception {
        try {
            return writer.commit(commit);
        } catch (Exception e) {
            cutBack(e);
            throw e;
        }
    }

    private void cutBack(Exception failure) {
        try {
            writer.cutBack();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    private void committed(Commit commit, Written written, long nanos) {
        committing = false;
        Runnable tell = apply(commit, written);
        meters.committed(commit.newEvents(), nanos);
        meters.size(index);
        meters.forgottenKeys(written.forgottenKeys());
        if (written.failure().isEmpty()) {
            commit();
        } else {
            failed(written.failure());
        }
        tell(commit, tell);
    }

    private Runnable apply(Commit commit, Written written) {
        try {
            return applied.apply(commit, written);
        } catch (RuntimeException e) {
            return () -> {
                throw e;
            };
        }
    }

    /** A fault of our own must leave nobody waiting. The events are on the disk all the same: a repeat with a key finds them. */
    private void tell(Commit commit, Runnable tell) {
        try {
            tell.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a commit that is on the disk could not be taken in", e);
            StoreException failure = new StoreException("the store could not take in what it wrote");
            commit.all().forEach(entry -> refuse(entry, failure));
        }
    }

    private void probe() {
        if (closed != null) {
            return;
        }
        worker.write(writer::probe)
                .onSuccess(written -> {
                    probing = false;
                    tell(Commit.NOTHING, apply(Commit.NOTHING, written));
                    outage.end();
                })
                .onFailure(failure -> {
                    outage.begin(Disk.reason(failure));
                    vertx.setTimer(PROBE_MS, id -> probe());
                });
    }

    private void refuse(Pending entry, StoreException failure) {
        if (entry instanceof Pending.Append) {
            meters.failed(1);
        }
        entry.fail(failure);
    }

    private void completeClose() {
        if (closed != null && !committing && waiting.isEmpty()) {
            closed.tryComplete();
        }
    }
}
