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
 * one entry the text that was given last is what stays, whether somebody waits for it or not, and whatever fails: for that
 * there is one write after the other, and whatever was given since the last one began is newer. Confined to the store's
 * context.
 */
final class MapWriter {

    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 5_000;

    private final SmallMaps maps;
    private final Worker worker;
    private final Commits commits;
    private final Outage outage;
    /** Newer than what waits, where it is of the same entry. Of users who are known: a few for each at most. */
    private Map<Slot, @Nullable String> unwritten = new LinkedHashMap<>();

    private List<Waiting> waiting = new ArrayList<>();
    private @Nullable Promise<Void> flushing;
    private boolean writing;
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

    /** Why nothing can be written now; null if it can. */
    @Nullable
    StoreException refusal() {
        if (closed) {
            return new StoreException("the store is closed");
        }
        return waiting.size() >= MOST_WAITING ? new StoreException("the store is busy") : outage.refusal();
    }

    /** Writes entries, in order, or removes those without text; answers when that, or what is newer, is on the disk. */
    Future<Void> write(Map<Slot, @Nullable String> entries) {
        StoreException refusal = refusal();
        if (refusal != null) {
            return Future.failedFuture(refusal);
        }
        entries.keySet().forEach(unwritten::remove);
        Waiting wait = new Waiting(entries, Promise.promise());
        waiting.add(wait);
        writeSome();
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
            return flushing.future();
        }
        if (closed || outage.isOn()) {
            return Future.failedFuture(new StoreException("the small maps take nothing now"));
        }
        Promise<Void> flushed = Promise.promise();
        flushing = flushed;
        writeSome();
        return flushed.future();
    }

    /** Refuses what comes from now on; answers when all else is written. */
    Future<Void> close() {
        closed = true;
        waiting.forEach(wait -> wait.answer.fail(new StoreException("the store is closed")));
        waiting = new ArrayList<>();
        return outage.isOn() ? Future.succeededFuture() : put(takeUnwritten(Integer.MAX_VALUE), false);
    }

    /** Writes all that wait, and forces it; and some of the rest if that is to be written now. Then goes on. */
    private void writeSome() {
        if (writing) {
            return;
        }
        if (waiting.isEmpty() && (flushing == null || unwritten.isEmpty())) {
            endFlush(null);
            return;
        }
        List<Waiting> batch = waiting;
        waiting = new ArrayList<>();
        Map<Slot, @Nullable String> entries = newest(batch);
        if (flushing != null) {
            entries.putAll(takeUnwritten(MOST_AT_ONCE));
        }
        writing = true;
        put(entries, !batch.isEmpty()).onComplete(done -> {
            writing = false;
            if (done.succeeded()) {
                batch.forEach(wait -> wait.answer.complete());
            } else {
                failed(entries, batch, Disk.reason(done.cause()));
            }
            writeSome();
        });
    }

    /** All that these wait for, in order, each with the text that was given last. */
    private Map<Slot, @Nullable String> newest(List<Waiting> batch) {
        Map<Slot, @Nullable String> entries = new LinkedHashMap<>();
        batch.forEach(wait -> entries.putAll(wait.entries));
        entries.replaceAll((slot, text) -> unwritten.containsKey(slot) ? unwritten.remove(slot) : text);
        return entries;
    }

    private Map<Slot, @Nullable String> takeUnwritten(int most) {
        Map<Slot, @Nullable String> taken = new LinkedHashMap<>();
        for (Iterator<Map.Entry<Slot, @Nullable String>> next =
                        unwritten.entrySet().iterator();
                next.hasNext() && taken.size() < most; ) {
            Map.Entry<Slot, @Nullable String> entry = next.next();
            next.remove();
            taken.put(entry.getKey(), entry.getValue());
        }
        return taken;
    }

    private void failed(Map<Slot, @Nullable String> entries, List<Waiting> batch, String reason) {
        again(entries);
        commits.failed(reason);
        batch.forEach(wait -> wait.answer.fail(new StoreException(reason)));
        endFlush(new StoreException(reason));
    }

    /** What was not written is to be written soon, before all else, unless something newer was given. */
    private void again(Map<Slot, @Nullable String> entries) {
        Map<Slot, @Nullable String> all = new LinkedHashMap<>(entries);
        waiting.forEach(wait -> all.keySet().removeAll(wait.entries.keySet()));
        unwritten.forEach((slot, text) -> {
            // in the order in which they were given last
            all.remove(slot);
            all.put(slot, text);
        });
        unwritten = all;
    }

    private void endFlush(@Nullable StoreException failure) {
        Promise<Void> ended = flushing;
        flushing = null;
        if (ended != null && failure == null) {
            ended.complete();
        } else if (ended != null) {
            ended.fail(failure);
        }
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
