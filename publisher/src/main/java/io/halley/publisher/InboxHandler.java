package io.halley.publisher;

import io.halley.shared.bus.Receipt;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.bus.StoreCommand.ListInbox.Filter;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.EventId;
import io.halley.shared.event.InvalidValueException;
import io.halley.shared.event.UserId;
import io.halley.shared.http.InboxJson;
import io.halley.shared.http.JsonAnswer;
import io.halley.shared.http.PathName;
import io.halley.shared.http.Query;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/users/{user}/inbox}: what a user has and has not read, as the gateway shows it, with receipts. */
final class InboxHandler implements Handler<RoutingContext> {

    /** The user's own, and {@code users}. */
    private static final int CHANNELS = 2;

    private final StoreClient store;

    InboxHandler(StoreClient store) {
        this.store = store;
    }

    @Override
    public void handle(RoutingContext context) {
        UserId user = PathName.user(context);
        store.inbox(user, filter(context), after(context), Query.limit(context))
                .compose(page -> JsonAnswer.send(context.response(), 200, InboxJson.page(page, InboxHandler::receipt)))
                .onFailure(context::fail);
    }

    private static Filter filter(RoutingContext context) {
        String state = Query.text(context, "state");
        if (state == null) {
            return Filter.ALL;
        }
        return switch (state) {
            case "all" -> Filter.ALL;
            case "read" -> Filter.READ;
            case "unread" -> Filter.UNREAD;
            default -> throw new InvalidValueException("state", state, "unread, read or all");
        };
    }

    private static @Nullable Cursor after(RoutingContext context) {
        String text = Query.text(context, "after");
        if (text == null) {
            return null;
        }
        Cursor cursor = Cursor.parse(text, CHANNELS);
        if (!cursor.positions().stream().allMatch(EventId.class::isInstance)) {
            throw new InvalidValueException("after", text, "two event ids joined by ',', the next of the part before");
        }
        return cursor;
    }

    private static String receipt(Receipt receipt) {
        return ",\"receipt\":" + ReceiptJson.put(new JsonObject(), receipt).encode();
    }
}
