package io.halley.publisher;

import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.http.JsonAnswer;
import io.halley.shared.http.Query;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.StringJoiner;

/** {@code GET /v1/channels/{channel}/events}: what is retained, in the shape of a gateway's poll. */
final class HistoryHandler implements Handler<RoutingContext> {

    private static final int LARGEST_ANSWER_BYTES = 1024 * 1024;

    private final StoreClient store;

    HistoryHandler(StoreClient store) {
        this.store = store;
    }

    @Override
    public void handle(RoutingContext context) {
        Channel channel = ChannelsHandler.withLog(context);
        String cursor = Query.text(context, "cursor");
        Position from = cursor == null ? Position.START : Position.parse(cursor);
        store.read(channel, from, new ReadLimit(Query.limit(context), LARGEST_ANSWER_BYTES))
                .compose(backlog -> JsonAnswer.send(context.response(), 200, toJson(backlog)))
                .onFailure(context::fail);
    }

    private static String toJson(Backlog backlog) {
        StringJoiner events = new StringJoiner(",", "[", "]");
        if (backlog.gap() != null) {
            events.add(backlog.gap().toJson(backlog.start().toString()));
        }
        for (Event event : backlog.events()) {
            events.add(event.toJson());
        }
        return "{\"events\":" + events + ",\"cursor\":\"" + backlog.end() + "\",\"more\":" + backlog.hasMore() + "}";
    }
}
