package io.halley.publisher;

import io.halley.shared.bus.Receipt;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.bus.StoreCommand.FindReceipts.Place;
import io.halley.shared.event.EventId;
import io.halley.shared.event.InvalidValueException;
import io.halley.shared.event.UserId;
import io.halley.shared.http.JsonAnswer;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code GET /v1/receipts?of=USER/ID&of=…}: what became of events in the inboxes of users. */
final class ReceiptsHandler implements Handler<RoutingContext> {

    /** As many fit into a request line with ids of usual length. */
    private static final int MOST = 100;

    private final StoreClient store;

    ReceiptsHandler(StoreClient store) {
        this.store = store;
    }

    @Override
    public void handle(RoutingContext context) {
        List<String> texts = context.queryParam("of");
        if (texts.isEmpty() || texts.size() > MOST) {
            throw new InvalidValueException("of", texts.size() + " events", "1 to " + MOST + " of of=USER/ID");
        }
        List<Place> places = texts.stream().map(ReceiptsHandler::place).toList();
        store.receipts(places)
                .compose(receipts -> JsonAnswer.send(context.response(), 200, toJson(places, receipts)))
                .onFailure(context::fail);
    }

    private static Place place(String text) {
        int slash = text.indexOf('/');
        EventId id = EventId.NONE;
        if (slash >= 0) {
            id = EventId.parse(text.substring(slash + 1));
        }
        if (id.equals(EventId.NONE)) {
            throw new InvalidValueException("of", text, "USER/ID with the id of an event, such as 1/k3f9x2ab.42");
        }
        return new Place(new UserId(text.substring(0, slash)), id);
    }

    private static JsonObject toJson(List<Place> places, List<Receipt> receipts) {
        JsonArray json = new JsonArray();
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            JsonObject receipt = new JsonObject()
                    .put("user", place.user().value())
                    .put("id", place.id().toString());
            json.add(ReceiptJson.put(receipt, receipts.get(i)));
        }
        return new JsonObject().put("receipts", json);
    }
}
