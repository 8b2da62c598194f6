package io.halley.gateway.subscription;

import io.halley.shared.event.Channel;

/** What a connection knows of its user's inbox. There is one if the user's own channel is among those that it reads. */
public final class Inbox {

    private enum Knowledge {
        NONE,
        /** It has to be told how the inbox stands. */
        DUE,
        /** It has been told, and of all that changed since. */
        TOLD
    }

    private final Subscriber own;
    private Knowledge knowledge = Knowledge.NONE;

    /** Takes that of the user's own channel. */
    Inbox(Subscriber own) {
        this.own = own;
    }

    /** The user's own channel. */
    public Channel channel() {
        return own.channel();
    }

    public boolean isDue() {
        return knowledge == Knowledge.DUE;
    }

    public boolean isTold() {
        return knowledge == Knowledge.TOLD;
    }

    public void setDue() {
        knowledge = Knowledge.DUE;
    }

    public void setTold() {
        knowledge = Knowledge.TOLD;
    }
}
