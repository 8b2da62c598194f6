package io.halley.store.embedded;

import io.halley.shared.bus.StoreException;
import io.halley.store.embedded.Users.Times;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings users to the disk: sign-ins at once, all that wait together; who was seen, every few seconds. Confined to the
 * store's context.
 */
final class UserWriter {

    private static final int MOST_WAITING = 10_000;

    private final UserFile file;
    private final Commits commits;
    private final Outage outage;
    /** Handed to the writer's thread as a whole, and replaced before. Of users who are known: so many at most. */
    private Map<String, Times> unwritten = new LinkedHashMap<>();

    private List<SignIn> waiting = new ArrayList<>();
    private boolean writing;
    private boolean closed;

    UserWriter(UserFile file, Commits commits, Outage outage) {
        this.file = file;
        this.commits = commits;
        this.outage = outage;
    }

    private record SignIn(String user, Times times, Promise<Void> answer) {}

    int waiting() {
        return waiting.size();
    }

    /** Writes a user and answers when that is on the disk. */
    Future<Void> write(String user, Times times) {
        StoreException refusal = refusal();
        if (refusal != null) {
            return Future.failedFuture(refusal);
        }
        SignIn signIn = new SignIn(user, times, Promise.promise());
        waiting.add(signIn);
        writeWaiting();
        return signIn.answer.future();
    }

    /** Has a user written some time soon. */
    void writeLater(String user, Times times) {
        if (!closed) {
            unwritten.put(user, times);
        }
    }

    /** Writes what was to be written soon. Called every few seconds. */
    void flush() {
        if (unwritten.isEmpty() || outage.isOn() || closed) {
            return;
        }
        Map<String, Times> batch = takeUnwritten();
        file.write(batch).onFailure(failure -> {
            batch.forEach(unwritten::putIfAbsent);
            commits.failed(Disk.reason(failure));
        });
    }

    /** Refuses sign-ins from now on; answers when all else is written. */
    Future<Void> close() {
        closed = true;
        waiting.forEach(signIn -> signIn.answer.fail(new StoreException("the store is closed")));
        waiting = new ArrayList<>();
        return outage.isOn() ? Future.succeededFuture() : file.write(takeUnwritten());
    }

    private Map<String, Times> takeUnwritten() {
        Map<String, Times> taken = unwritten;
        unwritten = new LinkedHashMap<>();
        return taken;
    }

    private @Nullable StoreException refusal() {
        if (closed) {
            return new StoreException("the store is closed");
        }
        return waiting.size() >= MOST_WAITING ? new StoreException("the store is busy") : outage.refusal();
    }

    /** Writes and forces all who wait, unless that is being done; those who come meanwhile are next. */
    private void writeWaiting() {
        if (writing || waiting.isEmpty()) {
            return;
        }
        writing = true;
        List<SignIn> batch = waiting;
        waiting = new ArrayList<>();
        Map<String, Times> times = new LinkedHashMap<>();
        batch.forEach(signIn -> times.merge(signIn.user, signIn.times, Times::and));
        file.writeForced(times).onComplete(done -> {
            writing = false;
            if (done.succeeded()) {
                batch.forEach(signIn -> signIn.answer.complete());
            } else {
                String reason = Disk.reason(done.cause());
                commits.failed(reason);
                batch.forEach(signIn -> signIn.answer.fail(new StoreException(reason)));
            }
            writeWaiting();
        });
    }
}
