package io.halley.standalone.fault;

import io.halley.standalone.fault.Violations.Kind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.Random;

/**
 * Polls as a page does: each poll asks with the cursor of the last answer, and one without an answer is repeated with
 * the same one. Rests a little after each answer, so that answers hold several events and spread over the gateways.
 */
final class PollSubscriber implements Subscriber {

    private record Answer(HttpClientResponse response, Buffer body) {}

    private static final int WAIT_SECONDS = 10;
    private static final long PATIENCE_MS = 15_000;
    private static final int LONGEST_REST_MS = 500;

    /** What it waits after a poll without an answer. */
    private static final int BACK_OFF_MS = 500;

    private final Browser browser;
    private final Random random;
    private boolean stopped;

    PollSubscriber(Browser browser, Random random) {
        this.browser = browser;
        this.random = random;
    }

    @Override
    public void start() {
        String cursor = browser.reading().cursor();
        // the first cursor has to be had before anything may be missed
        String parameters = cursor.isEmpty() ? "&wait=0" : "&wait=" + WAIT_SECONDS + "&cursor=" + cursor;
        RequestOptions options =
                browser.subscribe(parameters, "application/json").setTimeout(PATIENCE_MS);
        browser.counts().polls++;
        browser.reading().resumed();
        browser.http()
                .request(options)
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> new Answer(response, body)))
                .onSuccess(answer -> again(answered(answer.response(), answer.body())))
                .onFailure(failure -> again(unanswered(BACK_OFF_MS)));
    }

    @Override
    public void stop() {
        stopped = true;
    }

    /** Answers after how many ms the next one is due. */
    private long answered(HttpClientResponse response, Buffer body) {
        int status = response.statusCode();
        if (stopped) {
            return 0;
        }
        if (status == 502 || status == 503 || status == 504) {
            String after = response.getHeader("Retry-After");
            return unanswered(after == null ? BACK_OFF_MS : 1_000L * Long.parseLong(after));
        }
        if (status != 200) {
            browser.reading().violation(Kind.GAVE_UP, "status " + status + ": " + body);
            return unanswered(BACK_OFF_MS);
        }
        JsonObject answer = body.toJsonObject();
        answer.getJsonArray("events").forEach(event -> browser.take((JsonObject) event));
        browser.reading().moved(answer.getString("cursor"));
        return answer.getBoolean("more") ? 0 : random.nextInt(LONGEST_REST_MS);
    }

    /** Not all at once, and not before that. */
    private long unanswered(long least) {
        browser.counts().pollsRepeated++;
        return least + random.nextLong(BACK_OFF_MS);
    }

    private void again(long millis) {
        if (!stopped) {
            browser.vertx().setTimer(Math.max(1, millis), timer -> start());
        }
    }
}
