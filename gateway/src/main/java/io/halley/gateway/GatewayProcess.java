package io.halley.gateway;

import io.halley.shared.config.Config;
import io.halley.shared.config.Config.Server;
import io.halley.shared.config.Secrets;
import io.halley.shared.runtime.Boot;
import io.halley.shared.runtime.Part;
import io.halley.shared.runtime.StoreProvider;
import java.util.List;

/**
 * A gateway with a process to itself, beside others on the same store. All methods block and are called from plain
 * threads.
 */
public final class GatewayProcess {

    private final Boot boot;
    private final List<GatewayVerticle> gateways;

    /**
     * Starts everything, or nothing.
     *
     * @throws io.halley.shared.runtime.StartException if a port can't be opened, or the store not be used or not shared
     * @throws io.halley.shared.config.ConfigException if the session secret can't be read or made
     */
    public GatewayProcess(Config config) {
        StoreProvider provider = StoreProvider.shared(config.store());
        String secret = Secrets.sessionSecret(config);
        boot = new Boot(config);
        boot.start(new Part<>("store", () -> provider.store(config.store(), boot.health(), boot.meters()), 1, null));
        gateways = boot.start(
                Part.listening("gateway", new GatewayVerticles(config, secret, boot.meters()), config, Server.GATEWAY));
        boot.started();
    }

    /** Where browsers go. */
    public int port() {
        return gateways.get(0).port();
    }

    public int managementPort() {
        return boot.managementPort();
    }

    /** Ends streams, then the server, then the store; within 1.8 s. */
    public void stop() {
        boot.stop();
    }
}
