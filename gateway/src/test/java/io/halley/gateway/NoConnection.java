package io.halley.gateway;

import io.halley.gateway.framing.Frame;
import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.subscription.Connection;
import java.util.List;

/** A connection that takes everything and says nothing, for tests of what is behind it. */
public record NoConnection() implements Connection {

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void opened() {}

    @Override
    public void write(List<Frame> frames, boolean caughtUp) {}

    @Override
    public boolean wantsInbox() {
        return false;
    }

    @Override
    public boolean tell(OwnEvent event, String version) {
        return true;
    }

    @Override
    public void storeAway() {}

    @Override
    public void cut() {}
}
