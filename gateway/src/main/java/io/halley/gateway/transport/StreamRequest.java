package io.halley.gateway.transport;

import io.halley.gateway.subscription.Connection;
import io.halley.gateway.subscription.Subscription;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.event.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stream is to carry, and for whom.
 *
 * @param channels up to 100, without doubles; none for one that subscribes later
 * @param cursor one position per channel
 * @param user who is signed in; null if nobody
 * @param client names the page instance; null if it did not say
 * @param sessionEnd when the browser's session ends, ms since 1970; a stream ends before, to have it renewed
 */
public record StreamRequest(
        List<Channel> channels, Cursor cursor, @Nullable UserId user, @Nullable String client, long sessionEnd) {

    /** For somebody without a session. */
    public StreamRequest(List<Channel> channels, Cursor cursor) {
        this(channels, cursor, null, null, Long.MAX_VALUE);
    }

    /** The subscription that it asks for, over this connection. */
    Subscription subscription(Connection connection) {
        return new Subscription(channels, cursor, user, connection, ReadLimit.PAGE, 0);
    }
}
