package io.halley.shared.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * What is still to come of a request whose answer is out. It is read and dropped for a while, because a client that is
 * still sending would otherwise find its connection reset and never see the answer; a client that goes on sending
 * after that is cut off.
 */
final class UnreadBody {

    static final long PATIENCE_MS = 5_000;

    private UnreadBody() {}

    static void discard(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            return;
        }
        long timer = context.vertx()
                .setTimer(PATIENCE_MS, fired -> request.connection().close());
        request.handler(dropped -> {});
        request.exceptionHandler(gone -> context.vertx().cancelTimer(timer));
        request.endHandler(read -> context.vertx().cancelTimer(timer));
    }
}
