package io.halley.standalone.fault;

import io.halley.standalone.fault.Violations.Kind;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream as a page does: comes back after {@code retry}, from the last cursor. An answer that would make a page
 * give up for good is a violation; this one comes back all the same, to see what else is wrong.
 */
final class StreamSubscriber implements Subscriber {

    /** What browsers begin with. */
    private static final long FIRST_RETRY_MS = 3_000;

    /** Without a byte for so long, it looks anew, as the client library does. Heartbeats come every 15 s. */
    private static final long LONGEST_SILENCE_MS = 60_000;

    private final Browser browser;
    private final Medium medium;
    private long retry = FIRST_RETRY_MS;
    private boolean stopped;
    private boolean before;
    private @Nullable Attempt attempt;

    StreamSubscriber(Browser browser, Medium medium) {
        this.browser = browser;
        this.medium = medium;
    }

    @Override
    public void start() {
        if (!stopped) {
            browser.counts().reconnects += before ? 1 : 0;
            before = true;
            browser.reading().resumed();
            attempt = new Attempt();
            attempt.begin();
        }
    }

    @Override
    public void stop() {
        stopped = true;
        if (attempt != null) {
            attempt.over();
        }
    }

    /** One connection. */
    private final class Attempt implements Medium.Listener {
        private final Watch watch = new Watch(browser.vertx(), LONGEST_SILENCE_MS, this::over);
        private Runnable end = () -> {};
        private boolean over;

        void begin() {
            end = medium.open(browser, browser.reading().cursor(), this);
        }

        @Override
        public void heard() {
            if (!over) {
                watch.heard();
            }
        }

        @Override
        public void event(JsonObject event) {
            if (!over) {
                browser.take(event);
            }
        }

        @Override
        public void cursor(String cursor) {
            if (!over) {
                browser.reading().moved(cursor);
            }
        }

        @Override
        public void retry(long millis) {
            retry = millis;
        }

        @Override
        public void gaveUp(String answer) {
            if (!over) {
                browser.reading().violation(Kind.GAVE_UP, answer);
            }
            over();
        }

        /** However it ended, the next one begins after a while. */
        @Override
        public void over() {
            if (over) {
                return;
            }
            over = true;
            watch.end();
            end.run();
            if (!stopped) {
                browser.vertx().setTimer(retry, timer -> start());
            }
        }
    }
}
