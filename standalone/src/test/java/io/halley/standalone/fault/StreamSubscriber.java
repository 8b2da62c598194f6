package io.halley.standalone.fault;

import io.halley.standalone.fault.Violations.Kind;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream as an EventSource does: comes back after {@code retry}, with the last id as {@code Last-Event-ID}. An
 * answer that would make an EventSource give up for good is a violation; this one comes back all the same, to see what
 * else is wrong.
 */
final class StreamSubscriber implements Subscriber {

    private static final String STREAM = "text/event-stream";

    /** What browsers begin with. */
    private static final long FIRST_RETRY_MS = 3_000;

    /** Without a byte for so long, it looks anew, as the client library does. Heartbeats come every 15 s. */
    private static final long LONGEST_SILENCE_MS = 60_000;

    private final Browser browser;
    private long retry = FIRST_RETRY_MS;
    private boolean stopped;
    private boolean before;
    private @Nullable Attempt attempt;

    StreamSubscriber(Browser browser) {
        this.browser = browser;
    }

    @Override
    public void start() {
        if (!stopped) {
            browser.counts().reconnects += before ? 1 : 0;
            before = true;
            attempt = new Attempt();
            attempt.begin();
        }
    }

    @Override
    public void stop() {
        stopped = true;
        if (attempt != null) {
            attempt.end();
        }
    }

    /** One connection. */
    private final class Attempt {
        private final EventStream stream = new EventStream(this::block);
        private final long watch = browser.vertx().setPeriodic(LONGEST_SILENCE_MS, timer -> look());
        private @Nullable HttpClientRequest request;
        private boolean heard;
        private boolean over;

        void begin() {
            String cursor = browser.reading().cursor();
            RequestOptions options = browser.subscribe("&cursor=start", STREAM);
            if (!cursor.isEmpty()) {
                options.putHeader("Last-Event-ID", cursor);
                browser.reading().resumed();
            }
            browser.http()
                    .request(options)
                    .compose(opened -> {
                        request = opened;
                        opened.exceptionHandler(failure -> end());
                        if (over) {
                            opened.reset();
                        }
                        return opened.send();
                    })
                    .onSuccess(this::answered)
                    .onFailure(failure -> end());
        }

        private void answered(HttpClientResponse response) {
            String type = response.getHeader("Content-Type");
            if (response.statusCode() != 200 || type == null || !type.startsWith(STREAM)) {
                browser.reading().violation(Kind.GAVE_UP, "status " + response.statusCode() + ", " + type);
                end();
                return;
            }
            response.exceptionHandler(failure -> end());
            response.endHandler(ended -> end());
            response.handler(bytes -> {
                heard = true;
                if (!over) {
                    stream.take(bytes);
                }
            });
        }

        private void block(EventStream.Block block) {
            if (over) {
                return;
            }
            if (block.retry() != null) {
                retry = Long.parseLong(block.retry());
            }
            boolean gap = "$gap".equals(block.event());
            if (block.data() != null) {
                browser.take(new JsonObject(block.data()));
            }
            if (block.id() != null && !gap) {
                browser.reading().moved(block.id());
            }
        }

        private void look() {
            if (!heard) {
                end();
            }
            heard = false;
        }

        /** However it ended, the next one begins after a while. */
        void end() {
            if (over) {
                return;
            }
            over = true;
            browser.vertx().cancelTimer(watch);
            if (request != null) {
                request.reset();
            }
            if (!stopped) {
                browser.vertx().setTimer(retry, timer -> start());
            }
        }
    }
}
