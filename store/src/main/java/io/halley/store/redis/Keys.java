package io.halley.store.redis;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Fingerprint;
import io.halley.shared.event.IdempotencyKey;
import java.nio.charset.StandardCharsets;

/** What things are called in Redis. All keys of a channel share one hash tag, so that one script may touch them. */
final class Keys {

    /** Names of all channels that have a log, and of some that had one; ordered by name. */
    static final String CHANNELS = "halley:channels";

    /** {@link #meta}, with {@code %s} for the channel. */
    static final String ANY_META = "halley:{%s}:meta";

    /** Ids of all users, ordered. All keys of users share one hash tag, too. */
    static final String USER_IDS = "halley:{users}:ids";

    /** Hash: when each user was first and last seen. */
    static final String USER_TIMES = "halley:{users}:times";

    /** Hash: devices of everyone who is online. */
    static final String USER_DEVICES = "halley:{users}:devices";

    /** Ids of the same users, ordered. */
    static final String USERS_ONLINE = "halley:{users}:online";

    /** Sorted set: when each of these devices' leases runs out. */
    static final String LEASES = "halley:{users}:leases";

    /** Hash: how sure presence is. */
    static final String PRESENCE = "halley:{users}:presence";

    /** Until when the subscribers that each process counted hold. */
    static final String SUBSCRIBER_PROCESSES = "halley:{subscribers}:processes";

    /** Before the name of a process: hash of the subscribers that it counted. */
    static final String SUBSCRIBERS_OF = "halley:{subscribers}:of:";

    /** Until when what each process said of its gateways holds. */
    static final String GATEWAYS = "halley:{gateways}:processes";

    /** Hash of what they said. */
    static final String GATEWAY_SUMS = "halley:{gateways}:sums";

    /** Stream, and pub/sub channel, of a process's sign of life; its name follows. */
    static final String PROBE = "halley:probe:";

    private Keys() {}

    /** Stream; the event with offset O is its entry O-0. */
    static String log(Channel channel) {
        return of(channel) + ":log";
    }

    /** Hash: incarnation, epochs, head, first, bytes, oldest, time. */
    static String meta(Channel channel) {
        return of(channel) + ":meta";
    }

    /** Hash: by id of a user, what that user has read of the channel. */
    static String marks(Channel channel) {
        return of(channel) + ":marks";
    }

    /** String: fingerprint, epoch, offset and time of what was stored under an idempotency key. */
    static String idempotency(Channel channel, IdempotencyKey key) {
        String whole = key.principal().length() + " " + key.principal() + key.key();
        return of(channel) + ":key:" + Fingerprint.of(whole.getBytes(StandardCharsets.UTF_8));
    }

    /** Pub/sub channel of the notices. With the number of the database, since pub/sub has none of its own. */
    static String notices(int database, Channel channel) {
        return "halley:" + database + ":{" + channel + "}";
    }

    private static String of(Channel channel) {
        return "halley:{" + channel + "}";
    }
}
