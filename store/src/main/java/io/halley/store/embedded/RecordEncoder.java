package io.halley.store.embedded;

import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.shared.event.IdempotencyKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes records next to each other into one buffer, that of a commit. Used by the writer's thread only.
 *
 * <pre>
 * int length of all | int CRC32C of what follows | int position of the commit | byte kind | byte flags
 * channel, epoch, [previous epoch] | long offset | long time            each text: byte length, bytes
 * events: type, from | [principal, key: short length, bytes; fingerprint] | the rest is the data
 * </pre>
 *
 * <p>Flags: 1, it is the first of its epoch, and names the epoch before (empty if the log begins here); 2, it has an
 * idempotency key; 4, it is a copy that the cleaner made.
 */
final class RecordEncoder {

    static final int HEADER_BYTES = 14;
    static final int LARGEST_RECORD = 128 * 1024;
    static final int FLAG_FIRST = 1;
    static final int FLAG_KEY = 2;
    static final int FLAG_MOVED = 4;

    private static final int FIRST_SIZE = 256 * 1024;
    private static final int LARGEST_KEPT = 4 * 1024 * 1024;

    private final CRC32C crc = new CRC32C();
    private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_SIZE);
    private int commit;

    /** Begins a commit at a position of the current segment. */
    void begin(int position) {
        commit = position;
        buffer = buffer.capacity() > LARGEST_KEPT ? ByteBuffer.allocateDirect(FIRST_SIZE) : buffer.clear();
    }

    /** Where in the segment the next record will be. */
    int position() {
        return commit + buffer.position();
    }

    /** All records since {@link #begin}, to be written. */
    ByteBuffer finish() {
        return buffer.flip();
    }

    void nothing() {
        seal(open(LogRecord.Kind.NOTHING, 0));
    }

    /** Returns the record's length. */
    int event(EventDraft draft, EventId id, long time, boolean first, @Nullable String previous) {
        IdempotencyKey key = draft.key();
        int start = open(LogRecord.Kind.EVENT, (first ? FLAG_FIRST : 0) | (key == null ? 0 : FLAG_KEY));
        place(draft.channel().name(), id, time, first, previous);
        shortText(draft.type().name());
        shortText(draft.from() == null ? "" : draft.from().value());
        if (key != null) {
            longText(key.principal());
            longText(key.key());
            ascii(key.fingerprint());
        }
        put(draft.data().json().getBytes(StandardCharsets.UTF_8));
        return seal(start);
    }

    /** Returns the record's length. */
    int deletion(String channel, EventId next, long time) {
        int start = open(LogRecord.Kind.DELETION, FLAG_FIRST);
        place(channel, next, time, true, null);
        return seal(start);
    }

    /** Puts a record here once more, unchanged but for the commit it is part of, and a mark that it is not the first. */
    void again(ByteBuffer record) {
        int start = buffer.position();
        reserve(record.remaining());
        buffer.put(record);
        int flags = start + HEADER_BYTES - 1;
        buffer.put(flags, (byte) (buffer.get(flags) | FLAG_MOVED));
        seal(start);
    }

    private int open(LogRecord.Kind kind, int flags) {
        reserve(HEADER_BYTES);
        int start = buffer.position();
        buffer.position(start + HEADER_BYTES - 2);
        buffer.put(kind.code()).put((byte) flags);
        return start;
    }

    private void place(String channel, EventId id, long time, boolean first, @Nullable String previous) {
        shortText(channel);
        shortText(id.epoch());
        if (first) {
            shortText(previous == null ? "" : previous);
        }
        reserve(2 * Long.BYTES);
        buffer.putLong(id.offset()).putLong(time);
    }

    private int seal(int start) {
        int end = buffer.position();
        buffer.putInt(start, end - start).putInt(start + 8, commit);
        crc.reset();
        crc.update(buffer.flip().position(start + 8));
        buffer.limit(buffer.capacity()).position(end);
        buffer.putInt(start + 4, (int) crc.getValue());
        return end - start;
    }

    /** At most 200 characters of ASCII. */
    private void shortText(String text) {
        reserve(1);
        buffer.put((byte) text.length());
        ascii(text);
    }

    private void longText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        reserve(Short.BYTES);
        buffer.putShort((short) bytes.length);
        put(bytes);
    }

    private void ascii(String text) {
        int length = text.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            buffer.put((byte) text.charAt(i));
        }
    }

    private void put(byte[] bytes) {
        reserve(bytes.length);
        buffer.put(bytes);
    }

    private void reserve(int bytes) {
        if (buffer.remaining() < bytes) {
            int size = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
            buffer = ByteBuffer.allocateDirect(size).put(buffer.flip());
        }
    }
}
