package io.halley.shared.http;

import io.halley.shared.event.Channel;
import io.halley.shared.event.InvalidValueException;
import io.halley.shared.event.UserId;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/** Reads the names that a path holds. */
public final class PathName {

    private PathName() {}

    /**
     * What stands at {@code :channel} in the route's path.
     *
     * @throws InvalidValueException if it is no channel's name
     */
    public static Channel channel(RoutingContext context) {
        return new Channel(part(context, "channel"));
    }

    /**
     * What stands at {@code :user} in the route's path.
     *
     * @throws InvalidValueException if it is no user's id
     */
    public static UserId user(RoutingContext context) {
        return new UserId(part(context, "user"));
    }

    private static String part(RoutingContext context, String name) {
        return Objects.requireNonNull(context.pathParam(name), name);
    }
}
