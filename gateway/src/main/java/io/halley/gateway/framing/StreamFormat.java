package io.halley.gateway.framing;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * How a stream looks on its wire: its events, by a framing that all streams of the kind share, and what is said around
 * them. Pure, but for a format that belongs to one connection.
 */
public interface StreamFormat {

    /** How its events look. */
    Framing framing();

    /**
     * The first bytes of all, once.
     *
     * @param retry how long the client is to wait before it comes back, in ms
     */
    Buffer prelude(int retry);

    /** An event of Halley's own; empty in a format that has no place for it. {@code cursor} is empty if it moves nothing. */
    String own(OwnEvent event, String cursor);

    /** What is said when the positions are known, before the first event. Reading starts at the cursor. */
    default String opening(OwnEvent open, String cursor) {
        return own(open, cursor);
    }

    /** What ends a write that has brought events, for a client that can't tell from them where it is. */
    default String trailer(String cursor) {
        return "";
    }

    /** Whether a cursor has to be told with its channels, because the client can change them. */
    default boolean namesChannels() {
        return false;
    }

    /** Whether the bytes of events may be written as they are, and nothing need be said around them. */
    boolean isBare();

    /** One write of several pieces, in order: bytes of events, and what is said between them. */
    default Buffer join(List<Buffer> pieces) {
        Buffer all = Buffer.buffer();
        pieces.forEach(all::appendBuffer);
        return all;
    }

    /** Says nothing, and shows that the connection lives. */
    Buffer heartbeat();

    /** The last bytes of a stream that ends properly; the client is to come back after so many ms. */
    Buffer ending(int retry);
}
