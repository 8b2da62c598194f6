package io.halley.store.spi;

/** Where a backend says that a followed channel moved on. Called on the context of the store's verticle. */
public interface Notices {

    /** A channel that may be followed has a new head. */
    void moved(Notice notice);

    /** Notices may have been missed, of any channel. */
    void unsure();
}
