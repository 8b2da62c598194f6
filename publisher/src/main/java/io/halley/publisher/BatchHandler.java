package io.halley.publisher;

import io.halley.shared.bus.StoreClient;
import io.halley.shared.http.Idempotency;
import io.halley.shared.http.JsonAnswer;
import io.halley.shared.http.PublishAnswer;
import io.halley.shared.http.RequestBody;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code POST /v1/batch}: publishes many events, of any channels. */
final class BatchHandler implements Handler<RoutingContext> {

    private final StoreClient store;
    private final PublisherMeters meters;

    BatchHandler(StoreClient store, PublisherMeters meters) {
        this.store = store;
        this.meters = meters;
    }

    @Override
    public void handle(RoutingContext context) {
        List<BatchEntry> entries = meters.countingRefusal(() -> BatchBody.read(
                context.request().getHeader(HttpHeaders.CONTENT_TYPE),
                RequestBody.of(context),
                Idempotency.key(context.request())));
        new Batch(entries, store, meters)
                .publish()
                .compose(results -> answer(context, results))
                .onFailure(context::fail);
    }

    private static Future<Void> answer(RoutingContext context, Results results) {
        JsonObject body = new JsonObject().put("results", results.toJson());
        if (results.replayed()) {
            context.response().putHeader(PublishAnswer.REPLAYED, "true");
        }
        return JsonAnswer.send(context.response(), 200, body);
    }
}
