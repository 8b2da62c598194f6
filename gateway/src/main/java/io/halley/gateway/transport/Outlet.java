package io.halley.gateway.transport;

import io.vertx.core.buffer.Buffer;

/** Where the bytes of one connection go. On its event loop. */
public interface Outlet {

    /** Why a connection ends although nothing is wrong with it. The client comes back in either case. */
    enum Ending {
        /** The gateway stops, or the session has to be renewed. */
        DRAIN,
        /** There is no room for it. */
        FULL
    }

    /** Whether nothing can be written any more. */
    boolean isOver();

    /** Whether the client is slower than what was sent: nothing more is to be sent until it has drained. */
    boolean isFull();

    /** How many bytes have left for the client, about: it grows when its kernel takes more, some tens of KB at a time. */
    long taken();

    /** Looked at every few seconds: whether the client has left unfinished for too long what it began to say. */
    default boolean look() {
        return false;
    }

    /** Sends these bytes as one write. */
    void send(Buffer bytes);

    /** Sends the last bytes, and ends it properly. */
    void end(Buffer last, Ending ending);

    /** Ends it in the middle, so that the client sees that something is missing. */
    void cut();

    /**
     * Says whom to tell. The headers of the request behind it are forgotten: they would be kept for days.
     *
     * @param drained runs whenever it takes bytes again after it was full, be it within a write
     * @param over runs at least once when it is over, at once if it is by now
     */
    void attach(Runnable drained, Runnable over);
}
