package io.halley.gateway.classic;

import io.halley.gateway.framing.Framing;
import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.framing.StreamFormat;
import io.halley.shared.event.Event;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The page in a hidden frame that never ends: a script each second tells the page around it the time. It needs nothing of
 * that page but {@code comet}, so that the page may be another document, or a frame itself.
 */
final class ClockFormat implements StreamFormat {

    /** Blanks, for browsers that run nothing before they have so much. */
    private static final String PAD = " ".repeat(1_024);

    private static final Buffer HEAD = Buffer.buffer("<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n"
            + "<title>clock</title>\n<script type=\"text/javascript\">var comet = window.parent.comet;</script>\n"
            + "</head>\n<body>\n" + PAD + "\n");

    private static final Framing SCRIPTS = ClockFormat::scripts;

    private static Buffer scripts(List<Event> ticks) {
        StringBuilder scripts = new StringBuilder();
        for (Event tick : ticks) {
            scripts.append("<script type=\"text/javascript\">comet.printServerTime(")
                    .append(TimeUnit.MILLISECONDS.toSeconds(tick.time()))
                    .append(");</script>");
        }
        return Buffer.buffer(scripts.toString());
    }

    @Override
    public Framing framing() {
        return SCRIPTS;
    }

    @Override
    public Buffer prelude(int retry) {
        return HEAD.copy();
    }

    @Override
    public String own(OwnEvent event, String cursor) {
        return "";
    }

    @Override
    public boolean isBare() {
        return true;
    }

    @Override
    public Buffer heartbeat() {
        return Buffer.buffer("\n");
    }

    @Override
    public Buffer ending(int retry) {
        return Buffer.buffer();
    }
}
