package io.halley.gateway.transport;

import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.subscription.Subscription;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** Does what clients ask for over their connections. On the event loop of the gateway verticle. */
public interface Commands {

    /**
     * Does what a message says, or nothing.
     *
     * @param message JSON of whatever kind
     * @return never fails; what it answers is made when it is said, since it may tell how far the connection has come
     */
    Future<Supplier<OwnEvent>> run(String message, Subscription subscription);
}
