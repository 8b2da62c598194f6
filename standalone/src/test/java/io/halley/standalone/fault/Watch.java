package io.halley.standalone.fault;

import io.vertx.core.Vertx;

/** Looks after one connection: does something, once, when nothing was heard of it for so long. On its event loop. */
final class Watch {

    private final Vertx vertx;
    private final long longestSilenceMs;
    private final Runnable silent;
    private long timer;

    Watch(Vertx vertx, long longestSilenceMs, Runnable silent) {
        this.vertx = vertx;
        this.longestSilenceMs = longestSilenceMs;
        this.silent = silent;
        begin();
    }

    private void begin() {
        timer = vertx.setTimer(longestSilenceMs, late -> silent.run());
    }

    /** Something has come; not to be called after the end. */
    void heard() {
        vertx.cancelTimer(timer);
        begin();
    }

    void end() {
        vertx.cancelTimer(timer);
    }
}
