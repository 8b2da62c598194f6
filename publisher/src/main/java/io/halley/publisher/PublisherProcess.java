package io.halley.publisher;

import io.halley.shared.config.Config;
import io.halley.shared.config.Config.Server;
import io.halley.shared.config.Secrets;
import io.halley.shared.runtime.Boot;
import io.halley.shared.runtime.Part;
import io.halley.shared.runtime.StoreProvider;
import java.util.List;

/**
 * A publisher with a process to itself, beside others on the same store. All methods block and are called from plain
 * threads.
 */
public final class PublisherProcess {

    private final Boot boot;
    private final String publishKey;
    private final List<PublisherVerticle> publishers;

    /**
     * Starts everything, or nothing.
     *
     * @throws io.halley.shared.runtime.StartException if a port can't be opened, or the store not be used or not shared
     * @throws io.halley.shared.config.ConfigException if the publish key can't be read or made
     */
    public PublisherProcess(Config config) {
        StoreProvider provider = StoreProvider.shared(config.store());
        publishKey = Secrets.publishKey(config);
        boot = new Boot(config);
        boot.start(new Part<>("store", () -> provider.store(config.store(), boot.health(), boot.meters()), 1, null));
        publishers = boot.start(Part.listening(
                "publisher", () -> new PublisherVerticle(config, publishKey, boot.meters()), config, Server.PUBLISHER));
        boot.started();
    }

    /** Where back ends and operators go. */
    public int port() {
        return publishers.get(0).port();
    }

    public int managementPort() {
        return boot.managementPort();
    }

    /** What back ends send as {@code Authorization: Bearer}, as set or as made. */
    public String publishKey() {
        return publishKey;
    }

    /** Ends the server, then the store; within 1.8 s. */
    public void stop() {
        boot.stop();
    }
}
