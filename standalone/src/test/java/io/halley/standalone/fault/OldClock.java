package io.halley.standalone.fault;

import io.halley.standalone.fault.Violations.Kind;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.parsetools.RecordParser;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Shows the clock of the Comet demos, which a proxy that keeps anything back would show late. */
final class OldClock implements Subscriber {

    private static final Pattern TICK = Pattern.compile("comet\\.printServerTime\\((\\d+)\\);");

    /** Of each connection the first ones have to come in time; what comes later may have waited for a fault to end. */
    private static final int IN_TIME = 3;

    private static final long LATEST_MS = 5_000;
    private static final long AGAIN_MS = 1_000;

    /** Without a byte for so long, it asks anew. */
    private static final long LONGEST_SILENCE_MS = 15_000;

    private final Browser browser;
    private long second;
    private boolean stopped;
    private @Nullable HttpClientRequest request;

    OldClock(Browser browser) {
        this.browser = browser;
    }

    /** The second that it shows, since 1970; 0 before the first one. */
    long second() {
        return second;
    }

    @Override
    public void start() {
        if (!stopped) {
            browser.http()
                    .request(browser.get("/classic/clock"))
                    .onSuccess(this::ask)
                    .onFailure(failure -> again());
        }
    }

    @Override
    public void stop() {
        stopped = true;
        if (request != null) {
            request.reset();
        }
    }

    private void ask(HttpClientRequest opened) {
        request = opened;
        Watch watch = new Watch(browser.vertx(), LONGEST_SILENCE_MS, opened::reset);
        opened.send().compose(response -> show(response, watch)).onComplete(over -> {
            watch.end();
            again();
        });
    }

    private Future<Void> show(HttpClientResponse response, Watch watch) {
        long[] ticks = new long[2];
        RecordParser scripts = RecordParser.newDelimited("</script>", script -> tick(script, ticks));
        response.handler(bytes -> {
            watch.heard();
            scripts.handle(bytes);
        });
        return response.end();
    }

    /** {@code ticks}: how many this connection has brought, and the second of the last one. */
    private void tick(Buffer script, long[] ticks) {
        Matcher tick = TICK.matcher(script.toString());
        if (!tick.find() || stopped) {
            return;
        }
        second = Long.parseLong(tick.group(1));
        long late = System.currentTimeMillis() - 1_000 * second;
        if (ticks[0]++ < IN_TIME && late > LATEST_MS) {
            browser.reading().violation(Kind.LATE, second + " was shown " + late + " ms late");
        }
        if (second <= ticks[1]) {
            browser.reading().violation(Kind.OUT_OF_ORDER, second + " was shown after " + ticks[1]);
        }
        ticks[1] = second;
    }

    private void again() {
        if (!stopped) {
            browser.vertx().setTimer(AGAIN_MS, timer -> start());
        }
    }
}
