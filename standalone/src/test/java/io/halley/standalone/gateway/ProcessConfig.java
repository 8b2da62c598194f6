package io.halley.standalone.gateway;

import io.halley.shared.config.Config;
import io.halley.store.fixture.FreePort;
import io.halley.store.fixture.RedisServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings of gateways and publishers that share one Redis, as those do that are processes of their own. */
final class ProcessConfig {

    /** What back ends send as {@code Authorization: Bearer}. */
    static final String KEY = "k".repeat(24);

    private ProcessConfig() {}

    /** For one of them, which gets ports of its own. */
    static Config on(RedisServer redis, Path folder) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "HALLEY_STORE", "redis",
                "HALLEY_REDIS_URL", redis.url(),
                "HALLEY_DATA_DIR", folder.toString(),
                "HALLEY_PUBLISH_KEY", KEY,
                "HALLEY_SESSION_SECRET", "s".repeat(48)));
        for (String server : List.of("GATEWAY", "PUBLISHER", "MANAGEMENT")) {
            environment.put("HALLEY_" + server + "_PORT", Integer.toString(FreePort.next()));
        }
        return Config.read(environment);
    }
}
