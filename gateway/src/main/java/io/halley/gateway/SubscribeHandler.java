package io.halley.gateway;

import io.halley.gateway.access.AccessRules;
import io.halley.gateway.access.RequestOrigin;
import io.halley.gateway.access.Session;
import io.halley.gateway.access.Sessions;
import io.halley.gateway.presence.Presence;
import io.halley.gateway.transport.SubscribeRequest;
import io.halley.gateway.transport.Transports;
import io.halley.shared.event.UserId;
import io.halley.shared.http.Query;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;

/** {@code GET /v1/events}: subscribes, over the transport that was asked for. */
final class SubscribeHandler implements Handler<RoutingContext> {

    private final Sessions sessions;
    private final RequestOrigin origin;
    private final Transports transports;
    private final Presence presence;

    SubscribeHandler(Sessions sessions, RequestOrigin origin, Transports transports, Presence presence) {
        this.sessions = sessions;
        this.origin = origin;
        this.transports = transports;
        this.presence = presence;
    }

    /** Keeps nothing of the context: a stream stays open for days, and there are many of them. */
    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest http = context.request();
        SubscribeRequest request = SubscribeRequest.of(context);
        switch (request.transport()) {
            // no browser keeps a foreign page from reading it (RFC 6455, section 10.2)
            case WS -> origin.requireSameOrigin(http);
            // a foreign page in a frame of ours could go there itself, and call functions of the page around it
            case IFRAME -> origin.requireOwnPage(http);
            case SSE, NDJSON, POLL -> {}
        }
        Session session = sessions.of(http, Query.text(context, "user"));
        UserId user = session == null ? null : session.user();
        request.channels().forEach(channel -> AccessRules.requireSubscribe(user, channel));
        if (session == null || user == null) {
            transports.hold(http, request, Long.MAX_VALUE, () -> () -> {});
        } else {
            presence.delivered(user, request.channels(), request.cursor());
            String transport = request.transport().parameter();
            long sessionEnd = TimeUnit.SECONDS.toMillis(session.expiresAt());
            transports.hold(
                    http, request.from(user), sessionEnd, () -> presence.came(user, request.client(), transport));
        }
    }
}
