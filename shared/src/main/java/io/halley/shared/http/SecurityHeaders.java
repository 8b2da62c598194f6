package io.halley.shared.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Headers that keep a browser from doing more with an answer than it was made for. */
public final class SecurityHeaders {

    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    private SecurityHeaders() {}

    /** For answers that are data: never kept, never taken for a page. A route handler; it calls the next one. */
    public static void forData(RoutingContext context) {
        put(context.response(), NOTHING)
                .set(HttpHeaders.CACHE_CONTROL, "no-store")
                .set(HttpHeaders.VARY, "Accept, Origin");
        context.next();
    }

    static MultiMap put(HttpServerResponse response, String contentSecurityPolicy) {
        return response.headers()
                .set("Content-Security-Policy", contentSecurityPolicy)
                .set("X-Content-Type-Options", "nosniff")
                .set("Referrer-Policy", "no-referrer");
    }
}
