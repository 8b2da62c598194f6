package io.halley.gateway.hub;

import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;

/** Whom a hub tells what others may want to know. On its event loop. */
public interface HubListener {

    /** So many subscribers has a channel here now. */
    void counted(Channel channel, int count);

    /** A channel of this user's inbox was written to a connection, up to here. */
    void written(UserId user, Channel channel, EventId upTo);
}
