package io.halley.gateway.access;

import io.halley.shared.event.Channel;
import io.halley.shared.event.UserId;
import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
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

    /**
     * Refuses who may not subscribe.
     *
     * @throws ProblemException 401 or 403, naming the channel
     */
    public static void requireSubscribe(@Nullable UserId user, Channel channel) {
        if (!maySubscribe(user, channel)) {
            throw user == null
                    ? notSignedIn(channel)
                    : new ProblemException(
                            Problem.forbidden("channel: \"" + channel + "\" is not for user \"" + user + "\""));
        }
    }

    /**
     * Refuses who may not publish; answers who does.
     *
     * @throws ProblemException 401 or 403, naming the channel
     */
    public static UserId requirePublish(@Nullable UserId user, Channel channel) {
        if (user == null) {
            throw notSignedIn(channel);
        }
        if (!mayPublish(channel)) {
            throw new ProblemException(Problem.forbidden("channel: \"" + channel + "\" is not for user \"" + user
                    + "\" to publish to (expected: chat:NAME)"));
        }
        return user;
    }

    private static ProblemException notSignedIn(Channel channel) {
        return new ProblemException(
                Problem.unauthorized("channel: \"" + channel + "\" (expected: a user who is signed in)"));
    }

    /** Whether users may publish. */
    public static boolean mayPublish(Channel channel) {
        return channel.namespace().equals("chat");
    }
}
