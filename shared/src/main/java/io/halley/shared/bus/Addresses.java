package io.halley.shared.bus;

import io.halley.shared.event.Channel;

/** The addresses of the bus. */
public final class Addresses {

    /** Takes {@link StoreCommand}s. */
    public static final String STORE = "halley.store";

    private Addresses() {}

    /**
     * Carries the {@link io.halley.shared.event.Backlog}s of one channel, each beginning where the last one ended; and of
     * a user's own channel {@link InboxNotice}s, too.
     */
    public static String of(Channel channel) {
        return "halley.channel." + channel.name();
    }
}
