package io.halley.store.embedded;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventId;
import io.halley.shared.event.EventType;
import io.halley.shared.event.IdempotencyKey;
import io.halley.shared.event.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads what {@link RecordEncoder} wrote. Not shared between threads. */
final class RecordDecoder {

    private static final int FINGERPRINT = 22;

    private final CRC32C crc = new CRC32C();

    /**
     * Whether a whole and undamaged record is at an index of the buffer.
     *
     * @return its length, or 0
     */
    int lengthAt(ByteBuffer buffer, int index) {
        int there = buffer.limit() - index;
        if (there < RecordEncoder.HEADER_BYTES) {
            return 0;
        }
        int length = buffer.getInt(index);
        if (length < RecordEncoder.HEADER_BYTES || length > RecordEncoder.LARGEST_RECORD || length > there) {
            return 0;
        }
        crc.reset();
        crc.update(buffer.slice(index + 8, length - 8));
        return (int) crc.getValue() == buffer.getInt(index + 4) ? length : 0;
    }

    /** The place that an undamaged record speaks of. */
    LogRecord head(ByteBuffer buffer, int index, int length, int position) {
        ByteBuffer record = buffer.slice(index, length).position(8);
        int commit = record.getInt();
        LogRecord.Kind kind = LogRecord.Kind.of(record.get());
        int flags = record.get();
        if (kind == LogRecord.Kind.NOTHING) {
            return new LogRecord(kind, position, length, commit, "", "", false, null, false, 0, 0, null);
        }
        boolean first = (flags & RecordEncoder.FLAG_FIRST) != 0;
        String channel = text(record, record.get() & 0xff);
        String epoch = text(record, record.get() & 0xff);
        String previous = first ? text(record, record.get() & 0xff) : "";
        long offset = record.getLong();
        long time = record.getLong();
        IdempotencyKey key = null;
        if ((flags & RecordEncoder.FLAG_KEY) != 0) {
            skipShortText(record);
            skipShortText(record);
            key = key(record);
        }
        return new LogRecord(
                kind,
                position,
                length,
                commit,
                channel,
                epoch,
                first,
                previous.isEmpty() ? null : previous,
                (flags & RecordEncoder.FLAG_MOVED) != 0,
                offset,
                time,
                key);
    }

    /** The event in an undamaged record of a channel. */
    Event event(ByteBuffer buffer, int index, int length, Channel channel) {
        ByteBuffer record = buffer.slice(index, length).position(RecordEncoder.HEADER_BYTES - 1);
        int flags = record.get();
        skipShortText(record);
        String epoch = text(record, record.get() & 0xff);
        if ((flags & RecordEncoder.FLAG_FIRST) != 0) {
            skipShortText(record);
        }
        EventId id = new EventId(epoch, record.getLong());
        long time = record.getLong();
        EventType type = new EventType(text(record, record.get() & 0xff));
        String from = text(record, record.get() & 0xff);
        if ((flags & RecordEncoder.FLAG_KEY) != 0) {
            skip(record, record.getShort() & 0xffff);
            skip(record, (record.getShort() & 0xffff) + FINGERPRINT);
        }
        EventData data = new EventData(text(record, record.remaining()));
        return new Event(channel, id, time, type, data, from.isEmpty() ? null : new UserId(from));
    }

    private static @Nullable IdempotencyKey key(ByteBuffer record) {
        String principal = text(record, record.getShort() & 0xffff);
        String key = text(record, record.getShort() & 0xffff);
        return new IdempotencyKey(principal, key, text(record, FINGERPRINT));
    }

    private static void skipShortText(ByteBuffer record) {
        skip(record, record.get() & 0xff);
    }

    private static void skip(ByteBuffer record, int bytes) {
        record.position(record.position() + bytes);
    }

    private static String text(ByteBuffer record, int length) {
        byte[] bytes = new byte[length];
        record.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
