package io.halley.store.embedded;

import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventType;
import io.halley.store.embedded.MapWriter.Slot;
import io.halley.store.embedded.PresenceFile.Change;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings joins and leaves into the log of {@code presence}, each once, and says who is online by that log. What is about to
 * be appended is put on the disk first, together with the head: so an opening knows by the head what became of it.
 *
 * <p>Who is held and who is online may differ while the disk takes nothing: then nobody joins or leaves until it does, and
 * who came and went meanwhile, or the other way round, does neither. Confined to the store's context.
 */
final class PresenceLog {

    private static final int MOST_AT_ONCE = 1_000;

    private final NavigableSet<String> online = new TreeSet<>();
    private final Predicate<String> held;
    private final KnownUsers users;
    private final LogIndex index;
    private final MapWriter writer;
    private final Commits commits;
    private final LongSupplier clock;
    /** Those of whom it may be that they are held and not online, or the other way round; in that order. */
    private Set<String> changed = new LinkedHashSet<>();

    private List<Promise<Void>> waiting = new ArrayList<>();
    /** Of the last batch; the disk has to have it before the next one. */
    private final Map<Slot, @Nullable String> settled = new LinkedHashMap<>();

    private boolean writing;
    private long writingSince;

    PresenceLog(
            NavigableSet<String> found,
            Predicate<String> held,
            KnownUsers users,
            LogIndex index,
            MapWriter writer,
            Commits commits,
            LongSupplier clock) {
        this.online.addAll(found);
        this.held = held;
        this.users = users;
        this.index = index;
        this.writer = writer;
        this.commits = commits;
        this.clock = clock;
    }

    /** Ordered by id; what is read here changes. */
    NavigableSet<String> online() {
        return Collections.unmodifiableNavigableSet(online);
    }

    void changed(String user) {
        changed.add(user);
    }

    /** Since when the disk has taken nothing of what it was given: ms since 1970; null if nothing is on its way. */
    @Nullable
    Long writingSince() {
        return writing ? writingSince : null;
    }

    /** Answers when everything that changed until now is in the log. What fails is tried again by {@link #resume}. */
    Future<Void> settle() {
        if (!writing && changed.isEmpty()) {
            return Future.succeededFuture();
        }
        StoreException refusal = writer.refusal();
        if (refusal != null) {
            return Future.failedFuture(refusal);
        }
        Promise<Void> promise = Promise.promise();
        waiting.add(promise);
        resume();
        return promise.future();
    }

    /** Goes on with what is not in the log yet, if nothing is in the way. */
    void resume() {
        if (writing || writer.refusal() != null) {
            return;
        }
        List<Change> batch = take();
        List<Promise<Void>> told = changed.isEmpty() ? waiting : List.of();
        if (changed.isEmpty()) {
            waiting = new ArrayList<>();
        }
        if (batch.isEmpty()) {
            told.forEach(Promise::complete);
            return;
        }
        writing = true;
        writingSince = clock.getAsLong();
        writer.write(intent(batch)).compose(written -> append(batch)).onComplete(done -> {
            writing = false;
            if (done.succeeded()) {
                succeeded(batch);
                told.forEach(Promise::complete);
                resume();
            } else {
                failed(batch);
                told.forEach(promise -> promise.fail(done.cause()));
            }
        });
    }

    private List<Change> take() {
        List<Change> batch = new ArrayList<>();
        for (Iterator<String> next = changed.iterator(); next.hasNext() && batch.size() < MOST_AT_ONCE; ) {
            String user = next.next();
            next.remove();
            boolean joins = held.test(user);
            if (joins != online.contains(user)) {
                batch.add(new Change(user, joins));
            } else {
                writer.writeLater(KnownUsers.slot(user), users.text(user));
            }
        }
        return batch;
    }

    private Map<Slot, @Nullable String> intent(List<Change> batch) {
        Map<Slot, @Nullable String> entries = new LinkedHashMap<>(settled);
        for (Change change : batch) {
            entries.put(KnownUsers.slot(change.user()), users.text(change.user()));
        }
        entries.put(PresenceFile.ALIVE, Long.toString(clock.getAsLong()));
        // last, so that nothing of the batch before is missing where this is on the disk
        entries.remove(PresenceFile.BATCH);
        entries.put(
                PresenceFile.BATCH,
                PresenceFile.batch(index.range(Channel.PRESENCE).head(), batch));
        return entries;
    }

    private Future<?> append(List<Change> batch) {
        settled.clear();
        List<EventDraft> drafts = batch.stream().map(PresenceLog::draft).toList();
        Pending.Append append = new Pending.Append(drafts);
        commits.submit(append, drafts.size(), Pending.Append.size(drafts));
        return append.answer.future();
    }

    private void succeeded(List<Change> batch) {
        for (Change change : batch) {
            if (change.joins()) {
                online.add(change.user());
            } else {
                online.remove(change.user());
            }
            settled.put(PresenceFile.slot(change.user()), change.text());
        }
        settled.put(PresenceFile.BATCH, null);
        settled.forEach(writer::writeLater);
    }

    /** What failed is not in the log: nothing is appended there before that is sure. So it is decided anew. */
    private void failed(List<Change> batch) {
        Set<String> again = new LinkedHashSet<>();
        batch.forEach(change -> again.add(change.user()));
        again.addAll(changed);
        changed = again;
    }

    private static EventDraft draft(Change change) {
        return new EventDraft(
                Channel.PRESENCE,
                change.joins() ? EventType.JOIN : EventType.LEAVE,
                new EventData("{\"user\":\"" + change.user() + "\"}"),
                null,
                null);
    }
}
