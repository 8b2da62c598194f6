package io.halley.standalone;

import io.halley.gateway.GatewayVerticle;
import io.halley.gateway.GatewayVerticles;
import io.halley.publisher.PublisherVerticle;
import io.halley.shared.config.Config;
import io.halley.shared.config.Config.Server;
import io.halley.shared.config.ConfigException;
import io.halley.shared.config.Secrets;
import io.halley.shared.runtime.Boot;
import io.halley.shared.runtime.Part;
import io.halley.store.StoreVerticle;
import java.util.List;

/** Store, publisher and gateway in this JVM. All methods block and are called from plain threads. */
final class Standalone {

    private final Boot boot;
    private final Secrets secrets;
    private final List<PublisherVerticle> publishers;
    private final List<GatewayVerticle> gateways;

    /**
     * Starts everything, or nothing.
     *
     * @throws io.halley.shared.runtime.StartException if a port can't be opened, or the store not be used
     * @throws ConfigException if the secrets in the data folder can't be read or made
     */
    Standalone(Config config) {
        boot = new Boot(config);
        boot.start(new Part<>("store", () -> new StoreVerticle(config.store(), boot.health(), boot.meters()), 1, null));
        // only now, because it is the store who sees to it that the folder is nobody else's
        secrets = secrets(config);
        publishers = boot.start(Part.listening(
                "publisher",
                () -> new PublisherVerticle(config, secrets.publishKey(), boot.meters()),
                config,
                Server.PUBLISHER));
        gateways = boot.start(Part.listening(
                "gateway",
                new GatewayVerticles(config, secrets.sessionSecret(), boot.meters()),
                config,
                Server.GATEWAY));
        boot.started();
    }

    int gatewayPort() {
        return gateways.get(0).port();
    }

    int publisherPort() {
        return publishers.get(0).port();
    }

    int managementPort() {
        return boot.managementPort();
    }

    Secrets secrets() {
        return secrets;
    }

    /** Ends streams, then the servers, then the store; within 1.8 s. */
    void stop() {
        boot.stop();
    }

    private Secrets secrets(Config config) {
        try {
            return Secrets.of(config);
        } catch (ConfigException e) {
            boot.stop();
            throw e;
        }
    }
}
