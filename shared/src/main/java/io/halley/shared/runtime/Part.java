package io.halley.shared.runtime;

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
public record Part(String name, Supplier<? extends Deployable> verticle, int instances, @Nullable Listener listener) {

    public Part {
        if (instances < 1) {
            throw new IllegalArgumentException(name + " with " + instances + " instances");
        }
    }

    /**
     * A port, and where it comes from.
     *
     * @param setting the variable that sets the port
     */
    public record Listener(String host, int port, String setting) {}
}
