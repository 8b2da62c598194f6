package io.halley.gateway.transport;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Objects;

/** Runs something when what runs now is done, and once, however often it is asked for by then. Of one event loop. */
final class Afterwards implements Runnable {

    private final Context context;
    private final Runnable action;
    private boolean asked;

    /** Takes what to run. On the event loop that is to run it. */
    Afterwards(Runnable action) {
        this.context = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
        this.action = action;
    }

    @Override
    public void run() {
        if (!asked) {
            asked = true;
            context.runOnContext(now -> {
                asked = false;
                action.run();
            });
        }
    }
}
