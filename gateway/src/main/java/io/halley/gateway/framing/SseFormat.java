package io.halley.gateway.framing;

import io.vertx.core.buffer.Buffer;

/** A stream of server-sent events (WHATWG HTML, section 9.2). */
public final class SseFormat implements StreamFormat {

    /** A comment: dispatches nothing, and keeps proxies from closing the connection. */
    private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

    private static final SseFormat WITH_IDS = new SseFormat(true, true);
    private static final SseFormat WITHOUT_IDS = new SseFormat(false, true);
    private static final SseFormat WITH_IDS_AS_MESSAGES = new SseFormat(true, false);
    private static final SseFormat WITHOUT_IDS_AS_MESSAGES = new SseFormat(false, false);

    private final SseFraming framing;

    private SseFormat(boolean ids, boolean types) {
        this.framing = new SseFraming(ids, types);
    }

    /**
     * One of four.
     *
     * @param ids whether each block has its id, for a connection with one channel; with several, a write ends with a block
     *     that is only an id ({@link #trailer})
     * @param types whether the browser dispatches each event under its type, and not all as {@code message}
     */
    public static SseFormat of(boolean ids, boolean types) {
        if (types) {
            return ids ? WITH_IDS : WITHOUT_IDS;
        }
        return ids ? WITH_IDS_AS_MESSAGES : WITHOUT_IDS_AS_MESSAGES;
    }

    @Override
    public Framing framing() {
        return framing;
    }

    /** How long the browser waits before it comes back. */
    @Override
    public Buffer prelude(int retry) {
        return Buffer.buffer(retry(retry));
    }

    @Override
    public String own(OwnEvent event, String cursor) {
        String type = framing.types() ? "event: " + event.type() + "\n" : "";
        String id = cursor.isEmpty() ? "" : "id: " + cursor + "\n";
        return type + id + "data: " + event.json() + "\n\n";
    }

    @Override
    public String opening(OwnEvent open, String cursor) {
        return cursor(cursor) + own(open, "");
    }

    @Override
    public String trailer(String cursor) {
        return framing.ids() ? "" : cursor(cursor);
    }

    @Override
    public boolean isBare() {
        return framing.ids();
    }

    @Override
    public Buffer heartbeat() {
        return HEARTBEAT;
    }

    @Override
    public Buffer ending(int retry) {
        return Buffer.buffer(retry(retry) + own(OwnEvent.drain(retry), ""));
    }

    private static String retry(int millis) {
        return "retry: " + millis + "\n\n";
    }

    /** A block that dispatches nothing; the browser remembers the cursor and sends it when it comes back. */
    private static String cursor(String cursor) {
        return "id: " + cursor + "\n\n";
    }
}
