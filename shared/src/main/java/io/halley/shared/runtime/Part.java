package io.halley.shared.runtime;

import io.halley.shared.config.Config;
import io.halley.shared.config.Config.Server;
import io.halley.shared.config.Machine;
import io.vertx.core.Deployable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One kind of verticle of a process.
 *
 * @param name as an operator reads it
 * @param verticle makes an instance
 * @param instances at least 1
 * @param listener where the instances listen; null if they don't
 */
public record Part<V extends Deployable>(
        String name, Supplier<V> verticle, int instances, @Nullable Listener listener) {

    public Part {
        if (instances < 1) {
            throw new IllegalArgumentException(name + " with " + instances + " instances");
        }
    }

    /** One kind of verticle that listens, with an instance on each event loop. */
    public static <V extends Deployable> Part<V> listening(
            String name, Supplier<V> verticle, Config config, Server server) {
        Listener listener = new Listener(config.host(), config.port(server), server.setting());
        return new Part<>(name, verticle, Machine.eventLoops(), listener);
    }

    /**
     * A port, and where it comes from.
     *
     * @param setting the variable that sets the port
     */
    public record Listener(String host, int port, String setting) {}
}
