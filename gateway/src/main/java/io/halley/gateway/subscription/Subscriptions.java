package io.halley.gateway.subscription;

/** What transports need of the hub. On the event loop of the gateway verticle. */
public interface Subscriptions {

    /** Whether there is memory for one more subscription of so many channels. If not, it has to come back later. */
    boolean hasRoom(int channels);

    /** Begins to read for a subscription; its connection is told from the end of this turn on. */
    void open(Subscription subscription);

    /** Has its connection written to at the end of this turn, though there may be no events. */
    void mark(Subscription subscription);

    /** Its connection takes more again. */
    void resume(Subscription subscription);

    /** Its connection is gone. Harmless when repeated. */
    void close(Subscription subscription);
}
