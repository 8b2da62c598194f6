package io.halley.publisher;

import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventDraft;
import io.halley.shared.http.Idempotency;
import io.halley.shared.http.PathName;
import io.halley.shared.http.PublishAnswer;
import io.halley.shared.http.PublishBody;
import io.halley.shared.http.Query;
import io.halley.shared.http.RequestBody;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** {@code POST /v1/channels/{channel}/events}: publishes one event. */
final class PublishHandler implements Handler<RoutingContext> {

    private final StoreClient store;
    private final PublisherMeters meters;

    PublishHandler(StoreClient store, PublisherMeters meters) {
        this.store = store;
        this.meters = meters;
    }

    @Override
    public void handle(RoutingContext context) {
        EventDraft draft = meters.countingRefusal(() -> draft(context));
        store.append(draft)
                .onSuccess(meters::count)
                .onFailure(away -> meters.unavailable(1))
                .compose(outcome -> PublishAnswer.send(context.response(), draft, outcome))
                .onFailure(context::fail);
    }

    private static EventDraft draft(RoutingContext context) {
        Channel channel = PathName.channel(context);
        String contentType = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        PublishBody body = PublishBody.read(contentType, Query.text(context, "type"), RequestBody.of(context));
        return Drafts.of(channel, body.type(), body.data(), Idempotency.key(context.request()));
    }
}
