package io.halley.standalone;

import io.halley.gateway.GatewayVerticle;
import io.halley.publisher.PublisherVerticle;
import io.halley.shared.config.Config;
import io.halley.shared.config.Secrets;
import io.halley.shared.runtime.Boot;
import io.halley.shared.runtime.Part;
import io.halley.shared.runtime.Part.Listener;
import io.halley.store.StoreVerticle;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Store, publisher and gateway in this JVM. All methods block and are called from plain threads. */
final class Standalone {

    private final Boot boot;
    private final Secrets secrets;
    private final Queue<PublisherVerticle> publishers = new ConcurrentLinkedQueue<>();
    private final Queue<GatewayVerticle> gateways = new ConcurrentLinkedQueue<>();

    /**
     * Starts everything, or nothing.
     *
     * @throws io.halley.shared.runtime.StartException if a port can't be opened, or the store not be used
     * @throws IOException if the secrets in the data folder can't be read or written
     */
    Standalone(Config config) throws IOException {
        boot = new Boot(config);
        boot.start(new Part("store", () -> new StoreVerticle(config.store(), boot.health(), boot.meters()), 1, null));
        // only now, because it is the store who sees to it that the folder is nobody else's
        secrets = secrets(config);
        boot.start(new Part(
                "publisher",
                kept(publishers, () -> new PublisherVerticle(config, secrets, boot.meters())),
                Boot.eventLoops(),
                new Listener(config.host(), config.publisherPort(), "HALLEY_PUBLISHER_PORT")));
        boot.start(new Part(
                "gateway",
                kept(gateways, () -> new GatewayVerticle(config, secrets, boot.meters())),
                Boot.eventLoops(),
                new Listener(config.host(), config.gatewayPort(), "HALLEY_GATEWAY_PORT")));
        boot.started();
    }

    int gatewayPort() {
        return gateways.element().port();
    }

    int publisherPort() {
        return publishers.element().port();
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

    private Secrets secrets(Config config) throws IOException {
        try {
            return Secrets.of(config);
        } catch (IOException e) {
            boot.stop();
            throw e;
        }
    }

    private static <T> Supplier<T> kept(Queue<T> made, Supplier<T> maker) {
        return () -> {
            T verticle = maker.get();
            made.add(verticle);
            return verticle;
        };
    }
}
