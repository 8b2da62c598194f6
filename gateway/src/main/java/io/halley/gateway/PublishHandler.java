package io.halley.gateway;

import io.halley.gateway.access.AccessRules;
import io.halley.gateway.access.RequestOrigin;
import io.halley.gateway.access.Session;
import io.halley.gateway.access.Sessions;
import io.halley.gateway.access.UserEvents;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.UserId;
import io.halley.shared.http.Idempotency;
import io.halley.shared.http.PathName;
import io.halley.shared.http.PublishAnswer;
import io.halley.shared.http.PublishBody;
import io.halley.shared.http.Query;
import io.halley.shared.http.RequestBody;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/** {@code POST /v1/channels/{channel}/events} on a gateway: publishes as the signed-in user. */
final class PublishHandler implements Handler<RoutingContext> {

    private static final String PUBLISHER = "halley.publisher";

    private final Sessions sessions;
    private final RequestOrigin origin;
    private final StoreClient store;

    PublishHandler(Sessions sessions, RequestOrigin origin, StoreClient store) {
        this.sessions = sessions;
        this.origin = origin;
        this.store = store;
    }

    /** Before the body is read, which is worth nothing from a stranger. */
    void admit(RoutingContext context) {
        origin.requireSameOrigin(context.request());
        context.put(PUBLISHER, requireUser(context, PathName.channel(context)));
        context.next();
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        UserId user = Objects.requireNonNull(context.<UserId>get(PUBLISHER), "admitted first");
        PublishBody body = PublishBody.read(
                request.getHeader(HttpHeaders.CONTENT_TYPE), Query.text(context, "type"), RequestBody.of(context));
        String key = Idempotency.key(request);
        EventDraft draft = UserEvents.draft(user, PathName.channel(context), body, key);
        store.append(draft)
                .compose(outcome -> PublishAnswer.send(context.response(), draft, outcome))
                .onFailure(context::fail);
    }

    private UserId requireUser(RoutingContext context, Channel channel) {
        Session session = sessions.of(context.request(), Query.text(context, "user"));
        return AccessRules.requirePublish(session == null ? null : session.user(), channel);
    }
}
