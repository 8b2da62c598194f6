package io.halley.publisher;

import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.http.JsonAnswer;
import io.halley.shared.http.Query;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.StringJoiner;

/**
 * {@code GET /v1/channels/{channel}/events}: what is retained, in the shape of a gateway's poll, and held like one where
 * {@code wait=} asks for that.
 */
final class HistoryHandler implements Handler<RoutingContext> {

    private static final int LARGEST_ANSWER_BYTES = 1024 * 1024;

    /** Well below the silence after which a connection is closed. */
    private static final int LONGEST_WAIT_SECONDS = 30;

    private final StoreClient store;
    private final HeldHistories held;

    HistoryHandler(StoreClient store, HeldHistories held) {
        this.store = store;
        this.held = held;
    }

    @Override
    public void handle(RoutingContext context) {
        Channel channel = ChannelsHandler.withLog(context);
        String cursor = Query.text(context, "cursor");
        Position from = cursor == null ? Position.START : Position.parse(cursor);
        ReadLimit limit = new ReadLimit(Query.limit(context), LARGEST_ANSWER_BYTES);
        Duration wait = Duration.ofSeconds(Query.number(context, "wait", 0, 0, LONGEST_WAIT_SECONDS));
        store.read(channel, from, limit)
                .compose(backlog -> wait.isZero() || HeldHistory.hasSomething(backlog)
                        ? Future.succeededFuture(backlog)
                        : held.await(backlog, limit, wait, context.response()))
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
