package io.halley.store;

import io.halley.shared.config.StoreConfig;
import io.halley.shared.runtime.Health;
import io.halley.shared.runtime.StoreProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Deployable;

/** How processes that do not know this module find it. */
public final class StoreVerticles implements StoreProvider {

    @Override
    public Deployable store(StoreConfig config, Health health, MeterRegistry meters) {
        return new StoreVerticle(config, health, meters);
    }
}
