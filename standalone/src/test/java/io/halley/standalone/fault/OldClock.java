package io.halley.standalone.fault;

import io.halley.standalone.fault.Violations.Kind;
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

    private final Browser browser;
    private boolean ticking;
    private boolean stopped;
    private @Nullable HttpClientRequest request;

    OldClock(Browser browser) {
        this.browser = browser;
    }

    /** Whether it has shown anything. */
    boolean isTicking() {
        return ticking;
    }

    @Override
    public void start() {
        if (!stopped) {
            browser.http()
                    .request(browser.get("/classic/clock"))
                    .compose(opened -> {
                        request = opened;
                        return opened.send();
                    })
                    .onSuccess(this::show)
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

    private void show(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            again();
            return;
        }
        long[] shown = new long[2];
        RecordParser scripts = RecordParser.newDelimited("</script>", script -> tick(script, shown));
        response.handler(scripts);
        response.exceptionHandler(failure -> again());
        response.endHandler(end -> again());
    }

    /** {@code shown}: how many seconds this connection has shown, and the last of them. */
    private void tick(Buffer script, long[] shown) {
        Matcher tick = TICK.matcher(script.toString());
        if (!tick.find() || stopped) {
            return;
        }
        ticking = true;
        long second = Long.parseLong(tick.group(1));
        long late = System.currentTimeMillis() - 1_000 * second;
        if (shown[0]++ < IN_TIME && late > LATEST_MS) {
            browser.reading().violation(Kind.LATE, second + " was shown " + late + " ms late");
        }
        if (second <= shown[1]) {
            browser.reading().violation(Kind.OUT_OF_ORDER, second + " was shown after " + shown[1]);
        }
        shown[1] = second;
    }

    private void again() {
        if (!stopped) {
            browser.vertx().setTimer(AGAIN_MS, timer -> start());
        }
    }
}
