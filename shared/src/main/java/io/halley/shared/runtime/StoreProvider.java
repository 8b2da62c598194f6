package io.halley.shared.runtime;

import io.halley.shared.config.StoreConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Deployable;
import java.util.ServiceLoader;

/** Makes the store of a process that must not know its module; found on the class path. */
public interface StoreProvider {

    /** The verticle of the store, one instance; deploying it fails with {@link StartException} if it can't be used. */
    Deployable store(StoreConfig config, Health health, MeterRegistry meters);

    /**
     * The one for a process that has only one side of Halley.
     *
     * @throws StartException if no other process could share this store
     */
    static StoreProvider shared(StoreConfig config) {
        if (config.kind() == StoreConfig.Kind.EMBEDDED) {
            throw new StartException("HALLEY_STORE: \"embedded\" (expected: redis, which gateways and publishers share;"
                    + " or start halley.jar, which is all of them in one process)");
        }
        return ServiceLoader.load(StoreProvider.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no store on the class path"));
    }
}
