package io.halley.shared.bus;

import io.halley.shared.event.UserId;

/**
 * A user's being here on one device, as a gateway holds it: it keeps the user online until it is released or runs out.
 * There is one per user and client in the whole cluster, and whoever takes it last owns it.
 *
 * @param client names the page instance or device: 1 to 64 of {@code [A-Za-z0-9_-]}
 * @param transport how it is connected, as in {@code transport=}
 */
public record Lease(UserId user, String client, String transport) {

    /** At most so many leases of one user are known. Who holds more is online as long as any of them is held. */
    public static final int MOST_OF_ONE_USER = 100;
}
