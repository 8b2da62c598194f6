package io.halley.store.embedded;

import io.halley.shared.event.IdempotencyKey;
import org.jspecify.annotations.Nullable;

/**
 * What a record of the log says about its place, without the event's data.
 *
 * @param position in its segment
 * @param length of the whole record
 * @param commit position at which its commit began; everything before was on the disk by then
 * @param first whether its epoch begins with it
 * @param previous the epoch before, where {@code first}; null if the log begins, or begins anew, here
 * @param moved whether this is a copy that the cleaner made
 */
record LogRecord(
        Kind kind,
        int position,
        int length,
        int commit,
        String channel,
        String epoch,
        boolean first,
        @Nullable String previous,
        boolean moved,
        long offset,
        long time,
        @Nullable IdempotencyKey key) {

    /** What is recorded. */
    enum Kind {
        /** Something to write when trying whether the disk takes anything again. */
        NOTHING(0),
        EVENT(1),
        /** Everything of the channel before this offset is gone; its next event has this offset and epoch. */
        DELETION(2);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        /** What stands for it in the file. */
        byte code() {
            return code;
        }

        static Kind of(byte code) {
            return switch (code) {
                case 0 -> NOTHING;
                case 1 -> EVENT;
                case 2 -> DELETION;
                default -> throw new IllegalArgumentException("record of kind " + code);
            };
        }
    }

    /**
     * Whether nothing that was recorded of the channel before belongs to its log any more. That is so where such a record
     * was written first; a copy of it may come after records that go on from it.
     */
    boolean beginsAnew() {
        return first && previous == null && !moved;
    }
}
