package io.halley.shared.event;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a sequence of events. What stands before the first {@code :} is its namespace; {@code user:ID} holds
 * exactly one user id; a name without {@code :} is one of Halley's own.
 */
public record Channel(String name) {

    // first: the constants below are checked by it while they are made
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~@+-]*(:[A-Za-z0-9._~@+-]+)*");

    /** Reaches every user. */
    public static final Channel USERS = new Channel("users");

    /** Who comes and goes. */
    public static final Channel PRESENCE = new Channel("presence");

    /** The server's clock, made by each gateway: events without id. */
    public static final Channel CLOCK = new Channel("clock");

    public static final int LONGEST_NAME = 200;

    private static final String USER_NAMESPACE = "user";

    public Channel {
        if (name.length() > LONGEST_NAME || !RULE.matcher(name).matches()) {
            throw new InvalidValueException(
                    "channel",
                    name,
                    "at most " + LONGEST_NAME
                            + " of A-Z a-z 0-9 . _ ~ @ + - in parts joined by ':', first a letter or digit");
        }
        int colon = name.indexOf(':');
        if (colon < 0 && !Reserved.NAMES.contains(name)) {
            throw new InvalidValueException(
                    "channel", name, "a namespace and ':', such as chat:lobby; names without ':' are reserved");
        }
        if (colon == USER_NAMESPACE.length() && name.startsWith(USER_NAMESPACE)) {
            new UserId(name.substring(colon + 1));
        }
    }

    /** The channel of one user alone: {@code user:ID}. */
    public static Channel ofUser(UserId user) {
        return new Channel(USER_NAMESPACE + ":" + user.value());
    }

    /** What stands before the first {@code :}, or the whole name. */
    public String namespace() {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    /** The one user whose own channel this is, or null. */
    public @Nullable UserId user() {
        int own = USER_NAMESPACE.length() + 1;
        return name.startsWith(USER_NAMESPACE + ":") ? new UserId(name.substring(own)) : null;
    }

    /** Whether its events are what some user has or has not read: {@code users}, and every user's own channel. */
    public boolean isOfInboxes() {
        return equals(USERS) || name.startsWith(USER_NAMESPACE + ":");
    }

    /** Whether its events are made on the spot, have no id and are not in any log. */
    public boolean isEphemeral() {
        return equals(CLOCK);
    }

    /** Whether only Halley itself publishes here. */
    public boolean isMadeByHalley() {
        return equals(CLOCK) || equals(PRESENCE);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Apart from the record, because its constants are channels that look here while they are made. */
    private static final class Reserved {
        private static final Set<String> NAMES = Set.of("users", "presence", "clock");
    }
}
