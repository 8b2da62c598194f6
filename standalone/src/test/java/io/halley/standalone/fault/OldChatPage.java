package io.halley.standalone.fault;

import io.halley.shared.event.EventId;
import io.halley.standalone.fault.Violations.Kind;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;

/**
 * Polls as the chat page of the Comet demos did: sends back the last number, and gets one message in each answer, held for
 * as long as that takes. Which event a message is, others know who were told its id.
 */
final class OldChatPage implements Subscriber {

    /** The channel that {@code /classic/chat} is. */
    static final String CHANNEL = "chat:lobby";

    private record Answer(HttpClientResponse response, Buffer body) {}

    /** Before whatever is published in this round. */
    private static final long EARLIER_SECONDS = 10;

    /** Without a byte for so long, it asks anew. Blanks come every 15 s. */
    private static final long LONGEST_SILENCE_MS = 20_000;

    private static final int BACK_OFF_MS = 500;
    private static final int LOOK_AGAIN_MS = 10;

    /** Within this time anyone else has seen what is in the log. */
    private static final long UNKNOWN_MS = 10_000;

    private final Browser browser;
    private long timestamp = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis()) - EARLIER_SECONDS;
    private int shown;
    private boolean stopped;

    OldChatPage(Browser browser) {
        this.browser = browser;
    }

    /** How many messages it has shown. */
    int shown() {
        return shown;
    }

    @Override
    public void start() {
        browser.reading().moved("0.0");
        poll();
    }

    @Override
    public void stop() {
        stopped = true;
    }

    private void poll() {
        if (stopped) {
            return;
        }
        browser.counts().polls++;
        browser.reading().resumed();
        browser.http()
                .request(browser.get("/classic/chat?timestamp=" + timestamp))
                .compose(this::answer)
                .onSuccess(answer -> answered(answer.response(), answer.body()))
                .onFailure(failure -> later());
    }

    private Future<Answer> answer(HttpClientRequest request) {
        Watch watch = new Watch(browser.vertx(), LONGEST_SILENCE_MS, request::reset);
        return request.send()
                .compose(response -> {
                    response.handler(bytes -> watch.heard());
                    return response.body().map(body -> new Answer(response, body));
                })
                .onComplete(over -> watch.end());
    }

    private void answered(HttpClientResponse response, Buffer body) {
        int status = response.statusCode();
        if (status == 502 || status == 503 || status == 504) {
            later();
        } else if (status == 200) {
            JsonObject answer = body.toJsonObject();
            String message = answer.getString("msg");
            if (message.isEmpty()) {
                later();
            } else {
                timestamp = answer.getLong("timestamp");
                take(new JsonObject(unescaped(message)).getInteger("n"), System.nanoTime());
            }
        } else {
            browser.reading().violation(Kind.GAVE_UP, "status " + status + ": " + body);
            later();
        }
    }

    /** Shows a message as soon as its id is known. */
    private void take(int number, long since) {
        EventId id = browser.reading().idOf(CHANNEL, number);
        if (stopped) {
            return;
        }
        if (id != null) {
            shown++;
            browser.counts().shown++;
            browser.reading().received(CHANNEL, id, number);
            browser.reading().moved(id.toString());
            poll();
        } else if (System.nanoTime() - since < TimeUnit.MILLISECONDS.toNanos(UNKNOWN_MS)) {
            browser.vertx().setTimer(LOOK_AGAIN_MS, timer -> take(number, since));
        } else {
            browser.reading().violation(Kind.INVENTED, "nobody else has seen number " + number);
            poll();
        }
    }

    private void later() {
        browser.counts().pollsRepeated++;
        browser.vertx().setTimer(BACK_OFF_MS, timer -> poll());
    }

    /** The page puts it into a document, which does this. */
    private static String unescaped(String html) {
        return html.replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&amp;", "&");
    }
}
