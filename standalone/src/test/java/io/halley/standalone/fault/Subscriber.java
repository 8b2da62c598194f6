package io.halley.standalone.fault;

/** Somebody who reads from the start of a round to its end, whatever happens. Its methods are called on its event loop. */
interface Subscriber {

    void start();

    /** Asks for nothing more, and hears nothing more. */
    void stop();
}
