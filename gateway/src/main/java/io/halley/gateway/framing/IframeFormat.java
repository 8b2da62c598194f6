package io.halley.gateway.framing;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * The "forever frame": a page that never ends, and calls a function of the page around it with what there is. Of one
 * connection.
 */
public final class IframeFormat implements StreamFormat {

    /** Browsers, and what lies before them, may keep back the first KiB of a page before they look at it. */
    private static final Buffer PRELUDE = Buffer.buffer("<!DOCTYPE html>\n"
            + "<html><head><meta charset=\"utf-8\"><title>Halley</title></head><body>\n"
            + "<!--" + (" ".repeat(63) + "\n").repeat(32) + "-->\n");

    private final Buffer start;
    private final Buffer end;

    /**
     * Takes what its scripts need.
     *
     * @param callback the function's name, with dots in it; one that a browser has itself would be called, too
     * @param nonce what the page's Content-Security-Policy lets run
     */
    public IframeFormat(String callback, String nonce) {
        // what has run is taken away first, because the page is there for days
        start = Buffer.buffer(
                "<script nonce=\"" + nonce + "\">\ndocument.body.textContent='';\n" + callback + "(JSON.parse('[");
        end = Buffer.buffer("]'));\n</script>");
    }

    @Override
    public Framing framing() {
        return ScriptFraming.INSTANCE;
    }

    @Override
    public Buffer prelude(int retry) {
        return PRELUDE.copy();
    }

    @Override
    public String own(OwnEvent event, String cursor) {
        return ScriptFraming.quoted(event.json());
    }

    @Override
    public boolean isBare() {
        return false;
    }

    /** As few scripts as they may be long, each of them one call. */
    @Override
    public Buffer join(List<Buffer> pieces) {
        Buffer page = Buffer.buffer().appendBuffer(start);
        int script = page.length();
        for (Buffer piece : pieces) {
            for (Buffer line : ScriptFraming.lines(piece)) {
                if (page.length() > script && page.length() - script + line.length() >= ScriptFraming.LONGEST_LINE) {
                    script = page.appendBuffer(end).appendBuffer(start).length();
                } else if (page.length() > script) {
                    page.appendByte((byte) ',');
                }
                page.appendBuffer(line);
            }
        }
        return page.appendBuffer(end);
    }

    /** A call with nothing: where a connection is cut, a browser lets the page around the frame know in no other way. */
    @Override
    public Buffer heartbeat() {
        return join(List.of());
    }

    @Override
    public Buffer ending(int retry) {
        Buffer drain = Buffer.buffer(own(OwnEvent.drain(retry), ""));
        return join(List.of(drain)).appendString("</body></html>\n");
    }
}
