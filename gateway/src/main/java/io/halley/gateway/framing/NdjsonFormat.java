package io.halley.gateway.framing;

import io.vertx.core.buffer.Buffer;

/** A stream of event objects, one a line. A blank line says nothing: it is a heartbeat, or the first byte. */
public final class NdjsonFormat implements StreamFormat {

    public static final NdjsonFormat INSTANCE = new NdjsonFormat();

    private static final Buffer BLANK = Buffer.buffer("\n");

    private NdjsonFormat() {}

    @Override
    public Framing framing() {
        return LineFraming.INSTANCE;
    }

    /** The head of an answer goes out with its first byte, and only with the head does a page see that it is open. */
    @Override
    public Buffer prelude(int retry) {
        return Buffer.buffer("\n");
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
        return BLANK;
    }

    @Override
    public Buffer ending(int retry) {
        return Buffer.buffer(own(OwnEvent.drain(retry), ""));
    }
}
