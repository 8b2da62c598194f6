package io.halley.store.spi;

import io.halley.shared.bus.InboxNotice;
import io.halley.shared.event.Channel;

/** Where a backend says that a followed channel moved on. Called on the context of the store's verticle. */
public interface Notices {

    /** A channel that may be followed has a new head. */
    void moved(Notice notice);

    /** A user whose own channel may be followed has read something. */
    void read(Channel own, InboxNotice.Read notice);

    /** Notices of one channel may have been missed. */
    void unsure(Channel channel);

    /** Notices may have been missed, of any channel. */
    void unsure();
}
