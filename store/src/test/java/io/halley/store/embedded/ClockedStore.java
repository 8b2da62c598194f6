package io.halley.store.embedded;

import io.halley.shared.config.StoreConfig;
import io.halley.shared.runtime.Health;
import io.halley.store.OpenStore;
import io.halley.store.spi.LeaseTimes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/** An embedded store that goes by a test's clock, and does nothing by itself. */
public final class ClockedStore {

    private static final long NEVER_MS = 1L << 40;

    private ClockedStore() {}

    public static OpenStore open(Vertx vertx, StoreConfig config, LeaseTimes leases, LongSupplier clock) {
        EmbeddedStore.Tuning usual = EmbeddedStore.Tuning.USUAL;
        EmbeddedStore.Tuning tuning = new EmbeddedStore.Tuning(
                usual.segmentBytes(),
                usual.slackBytes(),
                usual.mostChannels(),
                usual.mostKeys(),
                leases,
                NEVER_MS,
                clock,
                usual.disk());
        return OpenStore.embedded(
                vertx,
                notices -> EmbeddedStore.open(vertx, config, notices, new Health(), new SimpleMeterRegistry(), tuning));
    }

    /** Has the store look for leases that have run out; returns when it has told who left. */
    public static void sweep(OpenStore store) {
        store.on(((Presence) store.presence())::sweep);
    }
}
