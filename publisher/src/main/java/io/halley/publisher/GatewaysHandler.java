package io.halley.publisher;

import io.halley.shared.bus.GatewayInfo;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.http.JsonAnswer;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code GET /v1/gateways}: what each gateway does, and when that was. */
final class GatewaysHandler implements Handler<RoutingContext> {

    private final StoreClient store;

    GatewaysHandler(StoreClient store) {
        this.store = store;
    }

    @Override
    public void handle(RoutingContext context) {
        store.gateways()
                .compose(infos -> JsonAnswer.send(context.response(), 200, toJson(infos)))
                .onFailure(context::fail);
    }

    /** With the time, because events a second are the difference of two answers. */
    private static JsonObject toJson(List<GatewayInfo> infos) {
        JsonArray gateways = new JsonArray();
        infos.forEach(info -> gateways.add(toJson(info)));
        return new JsonObject().put("gateways", gateways).put("time", System.currentTimeMillis());
    }

    private static JsonObject toJson(GatewayInfo info) {
        return new JsonObject()
                .put("gateway", info.gateway())
                .put("streams", info.streams())
                .put("polls", info.polls())
                .put("users", info.users())
                .put("events", info.events());
    }
}
