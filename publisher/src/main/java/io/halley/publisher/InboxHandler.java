package io.halley.publisher;

import io.halley.shared.bus.BoundedReads;
import io.halley.shared.bus.Receipt;
import io.halley.shared.event.UserId;
import io.halley.shared.http.InboxJson;
import io.halley.shared.http.InboxQuery;
import io.halley.shared.http.JsonAnswer;
import io.halley.shared.http.PathName;
import io.halley.shared.http.Query;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /v1/users/{user}/inbox}: what a user has and has not read, as the gateway shows it, with receipts. */
final class InboxHandler implements Handler<RoutingContext> {

    private final BoundedReads reads;

    InboxHandler(BoundedReads reads) {
        this.reads = reads;
    }

    @Override
    public void handle(RoutingContext context) {
        UserId user = PathName.user(context);
        reads.inbox(
                        user,
                        InboxQuery.filter(context),
                        InboxQuery.after(context),
                        Query.limit(context),
                        page -> JsonAnswer.send(context.response(), 200, InboxJson.page(page, InboxHandler::receipt)))
                .onFailure(context::fail);
    }

    private static String receipt(Receipt receipt) {
        return ",\"receipt\":" + ReceiptJson.put(new JsonObject(), receipt).encode();
    }
}
