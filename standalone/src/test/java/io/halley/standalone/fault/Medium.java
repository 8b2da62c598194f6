package io.halley.standalone.fault;

import io.vertx.core.json.JsonObject;

/** What a page keeps open to be told of events. */
interface Medium {

    /** Who hears what comes over one connection, in its order. */
    interface Listener {

        /** Something came, be it only a heartbeat. */
        void heard();

        /** An event object: one of a log, or one of Halley's own. */
        void event(JsonObject event);

        /** Where to go on from if it ends now. */
        void cursor(String cursor);

        /** How long to wait before coming back, in ms. */
        void retry(long millis);

        /** The server has said what no client may be told that can come back. It is over then, too. */
        void gaveUp(String answer);

        /** It is over, however that came; may be said twice. */
        void over();
    }

    /**
     * Opens a connection that goes on from a cursor, or begins at the start if that is empty.
     *
     * @return ends it, at any time
     */
    Runnable open(Browser browser, String cursor, Listener listener);
}
