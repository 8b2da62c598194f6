package io.halley.gateway.hub;

import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;

/** Nobody to tell. */
final class NoListener implements HubListener {

    @Override
    public void counted(Channel channel, int count) {}

    @Override
    public void written(UserId user, Channel channel, EventId upTo) {}
}
