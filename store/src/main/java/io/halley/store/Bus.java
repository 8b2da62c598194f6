package io.halley.store;

import io.halley.shared.bus.InboxNotice;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;

/** Where channels that are followed are carried to. */
interface Bus {

    /** Events of a channel, or a gap in them. */
    void carry(Backlog backlog);

    /** What is not an event, at the address of a user's own channel. */
    void tell(Channel own, InboxNotice notice);
}
