package io.halley.standalone;

import io.halley.store.fixture.FreePort;

/** Ports of the loopback address for servers of tests; those of a Redis are none of them. */
public final class FreePorts {

    private FreePorts() {}

    /** Another one each time. */
    public static int next() {
        return FreePort.next();
    }
}
