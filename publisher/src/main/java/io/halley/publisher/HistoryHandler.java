package io.halley.publisher;

import io.halley.shared.bus.BoundedReads;
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

    private final BoundedReads reads;
    private final HeldHistories held;

    HistoryHandler(BoundedReads reads, HeldHistories held) {
        this.reads = reads;
        this.held = held;
    }

    @Override
    public void handle(RoutingContext context) {
        Channel channel = ChannelsHandler.withLog(context);
        String cursor = Query.text(context, "cursor");
        Position from = cursor == null ? Position.START : Position.parse(cursor);
        ReadLimit limit = new ReadLimit(Query.limit(context), LARGEST_ANSWER_BYTES);
        Duration wait = Duration.ofSeconds(Query.number(context, "wait", 0, 0, LONGEST_WAIT_SECONDS));
        reads.read(channel, from, limit, backlog -> {
                    if (wait.isZero() || HeldHistory.hasSomething(backlog)) {
                        return send(context, backlog);
                    }
                    held.await(backlog, limit, wait, context.response(), news -> send(context, news))
                            .onFailure(context::fail);
                    return Future.succeededFuture();
                })
                .onFailure(context::fail);
    }

    private static Future<Void> send(RoutingContext context, Backlog backlog) {
        return JsonAnswer.send(context.response(), 200, toJson(backlog));
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
