package io.halley.gateway.classic;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** What answers have in common. */
final class Answers {

    /** What makes a browser of old show what has come so far. */
    static final String PAD = " ".repeat(4_000);

    private static final String NOSNIFF = "X-Content-Type-Options";

    private Answers() {}

    /**
     * The head of JSON that calls itself text: pages with jQuery 1.8 parse the text themselves, and would get an object if
     * it called itself JSON.
     */
    static HttpServerResponse json(HttpServerResponse response) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(NOSNIFF, "nosniff")
                .putHeader("X-Accel-Buffering", "no");
        return response;
    }

    /** The head of a page that never ends, and is not to be taken from anywhere but here. */
    static HttpServerResponse endlessPage(HttpServerResponse response) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform")
                .putHeader(HttpHeaders.EXPIRES, "Thu, 01 Jan 1970 00:00:00 GMT")
                .putHeader(NOSNIFF, "nosniff")
                .putHeader("X-Accel-Buffering", "no");
        return response;
    }

    /** {@code {"msg":"…","timestamp":N}}; the words are text, which is nothing but text in the page. */
    static String message(String words, long stamp) {
        return "{\"msg\":" + Escaped.json(Escaped.html(words)) + ",\"timestamp\":" + stamp + "}";
    }
}
