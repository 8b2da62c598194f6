package io.halley.standalone.fault;

import io.halley.standalone.fault.Medium.Listener;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An answer that is read while it comes. */
final class HttpStream {

    private static final String EVENT_STREAM = "text/event-stream";

    /** From a proxy that has no gateway to ask. A page tries again; only an EventSource would not. */
    private static final Set<Integer> UNAVAILABLE = Set.of(502, 503, 504);

    private final String mediaType;
    private final Handler<Buffer> reader;
    private final Listener listener;
    private @Nullable HttpClientRequest request;
    private boolean ended;

    private HttpStream(String mediaType, Handler<Buffer> reader, Listener listener) {
        this.mediaType = mediaType;
        this.reader = reader;
        this.listener = listener;
    }

    /** As an EventSource does: it resumes by {@code Last-Event-ID}. */
    static Runnable sse(Browser browser, String cursor, Listener listener) {
        EventStream stream = new EventStream(block -> take(block, listener));
        RequestOptions options = browser.subscribe("&cursor=start", EVENT_STREAM);
        if (!cursor.isEmpty()) {
            options.putHeader("Last-Event-ID", cursor);
        }
        return new HttpStream(EVENT_STREAM, stream::take, listener).begin(browser, options);
    }

    /** As a page with {@code fetch} does. */
    static Runnable ndjson(Browser browser, String cursor, Listener listener) {
        EventObjects objects = new EventObjects(browser.reading().channels(), listener);
        RecordParser lines =
                RecordParser.newDelimited("\n", line -> objects.takeLine(line.toString(StandardCharsets.UTF_8)));
        String type = "application/x-ndjson";
        return new HttpStream(type, lines, listener).begin(browser, browser.subscribe(from(cursor), type));
    }

    /** As a hidden frame does. */
    static Runnable iframe(Browser browser, String cursor, Listener listener) {
        EventScripts scripts =
                new EventScripts(new EventObjects(browser.reading().channels(), listener));
        String accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        RequestOptions options = browser.subscribe(from(cursor), accept).putHeader("Sec-Fetch-Dest", "iframe");
        return new HttpStream("text/html", scripts, listener).begin(browser, options);
    }

    /** The parameter that a page sends which keeps its cursor itself. */
    static String from(String cursor) {
        return "&cursor=" + (cursor.isEmpty() ? "start" : cursor);
    }

    /** With an id to each event. */
    private static void take(EventStream.Block block, Listener listener) {
        if (block.retry() != null) {
            listener.retry(Long.parseLong(block.retry()));
        }
        if (block.data() != null) {
            listener.event(new JsonObject(block.data()));
        }
        if (block.id() != null && !"$gap".equals(block.event())) {
            listener.cursor(block.id());
        }
    }

    private Runnable begin(Browser browser, RequestOptions options) {
        browser.http()
                .request(options)
                .compose(opened -> {
                    request = opened;
                    opened.exceptionHandler(failure -> listener.over());
                    if (ended) {
                        opened.reset();
                    }
                    return opened.send();
                })
                .onSuccess(this::answered)
                .onFailure(failure -> listener.over());
        return this::end;
    }

    private void answered(HttpClientResponse response) {
        String type = String.valueOf(response.getHeader("Content-Type"));
        int status = response.statusCode();
        if (status == 200 && type.startsWith(mediaType)) {
            response.exceptionHandler(failure -> listener.over());
            response.endHandler(last -> listener.over());
            response.handler(bytes -> {
                listener.heard();
                if (!ended) {
                    reader.handle(bytes);
                }
            });
        } else if (UNAVAILABLE.contains(status) && !mediaType.equals(EVENT_STREAM)) {
            listener.over();
        } else {
            listener.gaveUp("status " + status + ", " + type);
        }
    }

    private void end() {
        ended = true;
        if (request != null) {
            request.reset();
        }
    }
}
