package io.halley.store.embedded;

import io.halley.shared.bus.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings text to the small maps: what somebody waits for at once, all that wait together; the rest every few seconds. Of
 * one entry the text that was given last is what stays. Confined to the store's context.
 */
final class MapWriter {

    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 5_000;

    private final SmallMaps maps;
    private final Worker worker;
    private final Commits commits;
    private final Outage outage;
    /** Handed to the writer's thread as a whole, and replaced before. Of users who are known: a few for each at most. */
    private Map<Slot, @Nullable String> unwritten = new LinkedHashMap<>();

    private List<Waiting> waiting = new ArrayList<>();
    private List<Waiting> forced = List.of();
    private @Nullable Future<Void> flushing;
    private boolean closed;

    MapWriter(SmallMaps maps, Worker worker, Commits commits, Outage outage) {
        this.maps = maps;
        this.worker = worker;
        this.commits = commits;
        this.outage = outage;
    }

    /** One entry of one map. */
    record Slot(String map, String key) {}

    private record Waiting(Map<Slot, @Nullable String> entries, Promise<Void> answer) {}

    int waiting() {
        return waiting.size();
    }

    /** Why nothing can be written now; null if it can. */
    @Nullable
    StoreException refusal() {
        if (closed) {
            return new StoreException("the store is closed");
        }
        return waiting.size() >= MOST_WAITING ? new StoreException("the store is busy") : outage.refusal();
    }

    /** Writes entries, in order, or removes those without text; answers when that is on the disk. */
    Future<Void> write(Map<Slot, @Nullable String> entries) {
        StoreException refusal = refusal();
        if (refusal != null) {
            return Future.failedFuture(refusal);
        }
        entries.keySet().forEach(unwritten::remove);
        Waiting wait = new Waiting(entries, Promise.promise());
        waiting.add(wait);
        writeWaiting();
        return wait.answer.future();
    }

    /** Has an entry written some time soon, or removed if the text is null. */
    void writeLater(Slot slot, @Nullable String text) {
        if (!closed) {
            unwritten.remove(slot);
            unwritten.put(slot, text);
        }
    }

    /**
     * Writes what was to be written soon: part after part, so that commits get in between. Called every few seconds, and
     * before something goes that is needed where this is not on the disk. Answers when all is written, though not forced.
     */
    Future<Void> flush() {
        if (flushing != null) {
            return flushing;
        }
        if (closed || outage.isOn()) {
            return Future.failedFuture(new StoreException("the small maps take nothing now"));
        }
        Promise<Void> flushed = Promise.promise();
        flushing = flushed.future();
        flushOn(flushed);
        return flushed.future();
    }

    private void flushOn(Promise<Void> flushed) {
        if (unwritten.isEmpty()) {
            flushing = null;
            flushed.complete();
            return;
        }
        Map<Slot, @Nullable String> batch = takeUnwritten(MOST_AT_ONCE);
        put(batch, false).onSuccess(done -> flushOn(flushed)).onFailure(failure -> {
            flushing = null;
            again(batch);
            commits.failed(Disk.reason(failure));
            flushed.fail(failure);
        });
    }

    /** Refuses what comes from now on; answers when all else is written. */
    Future<Void> close() {
        closed = true;
        waiting.forEach(wait -> wait.answer.fail(new StoreException("the store is closed")));
        waiting = new ArrayList<>();
        return outage.isOn() ? Future.succeededFuture() : put(takeUnwritten(Integer.MAX_VALUE), false);
    }

    private Map<Slot, @Nullable String> takeUnwritten(int most) {
        Map<Slot, @Nullable String> taken = unwritten;
        if (taken.size() <= most) {
            unwritten = new LinkedHashMap<>();
            return taken;
        }
        taken = new LinkedHashMap<>();
        for (Iterator<Map.Entry<Slot, @Nullable String>> next =
                        unwritten.entrySet().iterator();
                taken.size() < most; ) {
            Map.Entry<Slot, @Nullable String> entry = next.next();
            next.remove();
            taken.put(entry.getKey(), entry.getValue());
        }
        return taken;
    }

    /** What was not written is to be written soon, before all else, unless something newer is on its way. */
    private void again(Map<Slot, @Nullable String> entries) {
        Map<Slot, @Nullable String> all = new LinkedHashMap<>(entries);
        waiting.forEach(wait -> all.keySet().removeAll(wait.entries.keySet()));
        forced.forEach(wait -> all.keySet().removeAll(wait.entries.keySet()));
        unwritten.forEach((slot, text) -> {
            // in the order in which they were given last
            all.remove(slot);
            all.put(slot, text);
        });
        unwritten = all;
    }

    /** Writes and forces all that wait, unless that is being done; those that come meanwhile are next. */
    private void writeWaiting() {
        if (!forced.isEmpty() || waiting.isEmpty()) {
            return;
        }
        List<Waiting> batch = waiting;
        forced = batch;
        waiting = new ArrayList<>();
        Map<Slot, @Nullable String> entries = new LinkedHashMap<>();
        batch.forEach(wait -> entries.putAll(wait.entries));
        put(entries, true).onComplete(done -> {
            forced = List.of();
            if (done.succeeded()) {
                batch.forEach(wait -> wait.answer.complete());
            } else {
                again(entries);
                String reason = Disk.reason(done.cause());
                commits.failed(reason);
                batch.forEach(wait -> wait.answer.fail(new StoreException(reason)));
            }
            writeWaiting();
        });
    }

    private Future<Void> put(Map<Slot, @Nullable String> entries, boolean force) {
        return worker.write(() -> {
            for (Map.Entry<Slot, String> entry : entries.entrySet()) {
                maps.put(entry.getKey().map, entry.getKey().key, entry.getValue());
            }
            if (force) {
                maps.sync();
            }
            return null;
        });
    }
}
