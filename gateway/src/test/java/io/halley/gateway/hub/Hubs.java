package io.halley.gateway.hub;

import io.halley.shared.bus.BoundedReads;
import io.halley.shared.bus.StoreClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Hubs for tests. */
final class Hubs {

    private Hubs() {}

    /** A hub that nobody listens to, and that makes one read at a time. To be made and used on that context only. */
    static Hub on(Context context, Vertx vertx) {
        StoreClient store = new StoreClient(vertx);
        BoundedReads reads = new BoundedReads(vertx, store, 1, 1_000);
        return new Hub(vertx, context, store, reads, new SimpleMeterRegistry(), new NoListener(), bytes -> {});
    }
}
