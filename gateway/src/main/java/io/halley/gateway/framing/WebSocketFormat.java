package io.halley.gateway.framing;

import io.vertx.core.buffer.Buffer;

/** What the text frames of a WebSocket hold: event objects, each on a line of its own. */
public final class WebSocketFormat implements StreamFormat {

    public static final WebSocketFormat INSTANCE = new WebSocketFormat();

    /** An empty line. A ping frame would do the same for proxies, but no page sees it. */
    private static final Buffer HEARTBEAT = Buffer.buffer("\n");

    private WebSocketFormat() {}

    @Override
    public Framing framing() {
        return LineFraming.INSTANCE;
    }

    @Override
    public Buffer prelude(int retry) {
        return Buffer.buffer();
    }

    @Override
    public String own(OwnEvent event, String cursor) {
        return event.json() + "\n";
    }

    @Override
    public boolean isBare() {
        return true;
    }

    @Override
    public Buffer heartbeat() {
        return HEARTBEAT;
    }

    @Override
    public Buffer ending(int retry) {
        return Buffer.buffer(own(OwnEvent.drain(retry), ""));
    }
}
