package io.halley.store.embedded;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.AppendOutcome.Appended;
import io.halley.shared.bus.AppendOutcome.Conflict;
import io.halley.shared.bus.AppendOutcome.NotAttempted;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.store.embedded.Commit.Written;
import io.halley.store.embedded.IdempotencyKeys.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Writes commits to the end of the log. Used by the writer's thread only. */
final class LogWriter {

    /** More than the records of one commit ever take. */
    static final int LARGEST_COMMIT = 64 * 1024 * 1024;

    private final DataFolder folder;
    private final Disk disk;
    private final SmallMaps maps;
    private final IdempotencyKeys keys;
    private final LongSupplier clock;
    private final long segmentBytes;
    private final RecordEncoder encoder = new RecordEncoder();
    private final RecordDecoder decoder = new RecordDecoder();
    private final Map<String, Answer> fresh = new HashMap<>();
    private Segment current;
    private long end;

    LogWriter(
            DataFolder folder,
            Disk disk,
            SmallMaps maps,
            IdempotencyKeys keys,
            Segment current,
            EmbeddedStore.Tuning tuning) {
        this.folder = folder;
        this.disk = disk;
        this.maps = maps;
        this.keys = keys;
        this.current = current;
        this.end = current.bytes();
        this.clock = tuning.clock();
        this.segmentBytes = tuning.segmentBytes();
    }

    /**
     * Writes and forces a commit. If it fails nothing of it counts, and {@link #probe} has to succeed before the next.
     *
     * @throws IOException if the disk did not take it
     */
    Written commit(Commit commit) throws IOException {
        SegmentFiles.requireThere(current);
        if (end >= segmentBytes) {
            current = SegmentFiles.create(folder, disk, current.number() + 1);
            end = current.bytes();
        }
        long now = clock.getAsLong();
        fresh.clear();
        encoder.begin((int) end);
        for (Pending.Move move : commit.moves()) {
            encode(move);
        }
        for (Pending change : commit.changes()) {
            if (change instanceof Pending.Append append) {
                encode(append, commit.term(append.channel()), now);
            } else if (change instanceof Pending.Delete delete) {
                encode(delete, commit.term(delete.channel), now);
            }
        }
        write();
        return new Written(current, end, keys.forgotten(), rememberFresh(now));
    }

    /** Tries whether the disk takes anything: cuts off what a failed commit left, and writes a record of nothing. */
    Written probe() throws IOException {
        SegmentFiles.requireThere(current);
        current.file().truncate(end);
        encoder.begin((int) end);
        encoder.nothing();
        write();
        maps.reopen();
        maps.sync();
        return new Written(current, end, keys.forgotten(), "");
    }

    /** Cuts off what a failed commit left, as well as it can be done now; {@link #probe} does it for sure. */
    void cutBack() throws IOException {
        current.file().truncate(end);
    }

    private void write() throws IOException {
        ByteBuffer records = encoder.finish();
        if (records.hasRemaining()) {
            int length = records.remaining();
            current.file().write(records, end);
            current.file().force();
            end += length;
        }
    }

    private void encode(Pending.Append append, Term term, long now) throws IOException {
        Arrays.fill(append.outcomes, new NotAttempted());
        for (int i = 0; i < append.drafts.size(); i++) {
            EventDraft draft = append.drafts.get(i);
            AppendOutcome earlier = earlierOutcome(draft, now);
            if (earlier == null) {
                append.positions[i] = encoder.position();
                append.lengths[i] = encode(append, i, term, now);
            } else {
                append.outcomes[i] = earlier;
                if (earlier instanceof Conflict) {
                    return;
                }
            }
        }
    }

    private int encode(Pending.Append append, int i, Term term, long now) {
        EventDraft draft = append.drafts.get(i);
        EventId id = term.next();
        long time = term.time(now);
        int length = encoder.event(draft, id, time, term.first(), term.previous());
        term.advance();
        append.outcomes[i] = new Appended(id, time, false);
        if (draft.key() != null) {
            fresh.put(
                    IdempotencyKeys.slot(draft.channel(), draft.key()),
                    new Answer(draft.key().fingerprint(), id, time));
        }
        return length;
    }

    private @Nullable AppendOutcome earlierOutcome(EventDraft draft, long now) throws IOException {
        if (draft.key() == null) {
            return null;
        }
        String slot = IdempotencyKeys.slot(draft.channel(), draft.key());
        Answer answer = fresh.get(slot);
        if (answer == null) {
            answer = keys.find(slot, now);
        }
        if (answer == null) {
            return null;
        }
        return answer.fingerprint().equals(draft.key().fingerprint())
                ? new Appended(answer.id(), answer.time(), true)
                : new Conflict();
    }

    private void encode(Pending.Delete delete, Term term, long now) {
        if (term.hasEvents()) {
            delete.next = term.delete();
            delete.time = term.time(now);
            delete.position = encoder.position();
            delete.length = encoder.deletion(delete.channel.name(), delete.next, delete.time);
        }
    }

    private void encode(Pending.Move move) throws IOException {
        move.positions = new int[move.records.size()];
        for (int i = 0; i < move.positions.length; i++) {
            LogRecord record = move.records.get(i);
            ByteBuffer bytes = ByteBuffer.allocate(record.length());
            move.from.file().read(bytes, record.position());
            // a new checksum must not make a damaged record look sound
            if (decoder.lengthAt(bytes.flip(), 0) == record.length()) {
                move.positions[i] = encoder.position();
                encoder.again(bytes);
            }
        }
    }

    /** The events are in the log by now, and stay; so a failure of the maps must not fail the commit. */
    private String rememberFresh(long now) {
        String failure = "";
        for (Map.Entry<String, Answer> entry : fresh.entrySet()) {
            try {
                keys.put(entry.getKey(), entry.getValue());
            } catch (IOException e) {
                failure = Disk.reason(e);
            }
        }
        try {
            keys.forget(fresh.size(), now);
        } catch (IOException e) {
            failure = Disk.reason(e);
        }
        return failure;
    }
}
