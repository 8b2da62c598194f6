package io.halley.standalone;

import java.net.URI;

/** Each of Halley's HTTP servers, for what has to hold for all of them. */
enum Server {
    GATEWAY,
    PUBLISHER,
    MANAGEMENT;

    /** A page of it that anybody may have. */
    URI page(RunningHalley halley) {
        return switch (this) {
            case GATEWAY -> halley.gateway().resolve("/");
            case PUBLISHER -> halley.publisher().resolve("/favicon.svg");
            case MANAGEMENT -> halley.management().resolve("/live");
        };
    }
}
