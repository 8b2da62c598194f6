package io.halley.store.embedded;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets go of the oldest segment: when nothing in it is retained, or when the log takes too much for what is retained; then
 * its live records are put at the end once more. Always the oldest, so that a deletion's record never goes before the
 * records that it deletes. Confined to the store's context.
 */
final class Cleaner {

    private static final System.Logger LOG = System.getLogger(Cleaner.class.getName());
    private static final int SCANNED_AT_ONCE = 1024 * 1024;
    private static final int MOST_RECORDS = 2_000;
    private static final int CHECKS_AFTER_FAILURE = 60;

    private final DataFolder folder;
    private final Disk disk;
    private final Worker worker;
    private final SmallMaps maps;
    private final MapWriter mapWriter;
    private final Segments segments;
    private final Commits commits;
    private final long slack;
    private boolean busy;
    private int resting;
    private boolean closed;

    Cleaner(
            DataFolder folder,
            Disk disk,
            Worker worker,
            SmallMaps maps,
            MapWriter mapWriter,
            Segments segments,
            Commits commits,
            long slack) {
        this.folder = folder;
        this.disk = disk;
        this.worker = worker;
        this.maps = maps;
        this.mapWriter = mapWriter;
        this.segments = segments;
        this.commits = commits;
        this.slack = slack;
    }

    /** Begins to clean if there is cause to and it is not being done. Called every second. */
    void check() {
        if (resting > 0) {
            resting--;
            return;
        }
        Segment oldest = segments.oldest();
        if (busy || closed || oldest == segments.current()) {
            return;
        }
        if (oldest.liveBytes() == 0) {
            clean(drop(oldest));
        } else if (segments.bytes() > segments.liveBytes() + Math.max(segments.liveBytes(), slack)) {
            clean(move(oldest, Segment.HEADER_BYTES).compose(done -> drop(oldest)));
        }
    }

    void close() {
        closed = true;
    }

    private void clean(Future<Void> cleaning) {
        busy = true;
        cleaning.onComplete(done -> busy = false).onSuccess(done -> check()).onFailure(failure -> {
            resting = CHECKS_AFTER_FAILURE;
            LOG.log(Level.WARNING, "cleaning the log: {0}", failure.getMessage());
        });
    }

    private record Scanned(List<LogRecord> records, int next) {}

    /** Moves what is live in a segment from a position on, a part at a time. */
    private Future<Void> move(Segment segment, int from) {
        if (closed) {
            return Future.failedFuture("the store is closed");
        }
        if (segment.liveBytes() == 0) {
            return Future.succeededFuture();
        }
        long size = segment.bytes();
        return worker.read(() -> scan(segment.file(), from, size)).compose(scanned -> {
            if (scanned.records.isEmpty()) {
                return Future.failedFuture(segment + " is damaged at byte " + scanned.next);
            }
            Pending.Move move = new Pending.Move(segment, scanned.records);
            commits.submit(move, scanned.records.size(), scanned.next - from);
            return move.answer.future().compose(moved -> move(segment, scanned.next));
        });
    }

    private static Scanned scan(LogFile file, int from, long size) throws IOException {
        SegmentScanner scanner = new SegmentScanner(file, from, size);
        List<LogRecord> records = new ArrayList<>();
        while (scanner.position() - from < SCANNED_AT_ONCE && records.size() < MOST_RECORDS) {
            LogRecord record = scanner.next();
            if (record == null) {
                break;
            }
            records.add(record);
        }
        return new Scanned(records, scanner.position());
    }

    /** Deletes the oldest segment; keys and heads whose records were only in it are on the disk elsewhere before. */
    private Future<Void> drop(Segment segment) {
        if (segment.liveBytes() > 0) {
            return Future.failedFuture(segment + " can't be cleaned: part of it is damaged");
        }
        return mapWriter
                .flush()
                .compose(flushed -> write(maps::sync))
                .compose(synced -> unread(segment))
                .compose(unread -> write(() -> {
                    disk.delete(segment.path());
                    disk.forceFolder(folder.segments());
                }))
                .compose(deleted -> {
                    segments.removeOldest();
                    return write(segment.file()::close);
                });
    }

    private interface FileWork {
        void run() throws IOException;
    }

    /** Nothing is begun once the store closes: the folder may be another's by the time it is done. */
    private Future<Void> write(FileWork work) {
        if (closed) {
            return Future.failedFuture("the store is closed");
        }
        return worker.write(() -> {
            work.run();
            return null;
        });
    }

    private static Future<Void> unread(Segment segment) {
        Promise<Void> unread = Promise.promise();
        segment.whenUnread(unread::complete);
        return unread.future();
    }
}
