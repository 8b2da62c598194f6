package io.halley.gateway.hub;

import io.halley.shared.bus.StoreClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Hubs for tests. */
final class Hubs {

    private Hubs() {}

    /** A hub that nobody listens to. To be made and used on that context only. */
    static Hub on(Context context, Vertx vertx) {
        return new Hub(
                vertx, context, new StoreClient(vertx), new SimpleMeterRegistry(), new NoListener(), bytes -> {});
    }
}
