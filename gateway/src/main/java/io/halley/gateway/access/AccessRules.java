package io.halley.gateway.access;

import io.halley.shared.event.Channel;
import io.halley.shared.event.UserId;
import org.jspecify.annotations.Nullable;

/** Who may read and publish what, through a gateway. What nobody may here is left to back ends at the publisher. */
public final class AccessRules {

    private AccessRules() {}

    /** Whether this user, or null for someone who is not signed in, may subscribe. */
    public static boolean maySubscribe(@Nullable UserId user, Channel channel) {
        return switch (channel.namespace()) {
            case "public", "clock" -> true;
            case "users", "chat" -> user != null;
            case "user" -> user != null && user.equals(channel.user());
            default -> false;
        };
    }

    /** Whether users may publish. */
    public static boolean mayPublish(Channel channel) {
        return channel.namespace().equals("chat");
    }
}
