package io.halley.gateway.framing;

import io.vertx.core.buffer.Buffer;

/** A stream of event objects, one a line. A blank line says nothing: it is a heartbeat, or the first byte. */
public final class LineFormat implements StreamFormat {

    /** The head of an answer goes out with its first byte, and only with the head does a page see that it is open. */
    public static final LineFormat NDJSON = new LineFormat("\n", false);

    /** What text frames hold. A ping frame would be a heartbeat to proxies, but no page sees it. */
    public static final LineFormat WEB_SOCKET = new LineFormat("", true);

    private static final Buffer BLANK = Buffer.buffer("\n");

    private final String prelude;
    private final boolean commands;

    private LineFormat(String prelude, boolean commands) {
        this.prelude = prelude;
        this.commands = commands;
    }

    @Override
    public Framing framing() {
        return LineFraming.INSTANCE;
    }

    @Override
    public Buffer prelude(int retry) {
        return Buffer.buffer(prelude);
    }

    @Override
    public String own(OwnEvent event, String cursor) {
        return event.json() + "\n";
    }

    /** Commands may have changed them, and not be answered yet. */
    @Override
    public boolean namesChannels() {
        return commands;
    }

    @Override
    public boolean isBare() {
        return true;
    }

    @Override
    public Buffer heartbeat() {
        return BLANK;
    }

    @Override
    public Buffer ending(int retry) {
        return Buffer.buffer(own(OwnEvent.drain(retry), ""));
    }
}
