package io.halley.standalone.gateway;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;

/** The transports, each with a client that reads its wire. */
enum Transport {
    SSE,
    NDJSON,
    IFRAME,
    WS,
    POLL;

    /** As in {@code transport=}. */
    String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isStream() {
        return this != POLL;
    }

    /** Subscribes to {@code /v1/events?…} over a connection of its own. */
    TransportClient open(URI gateway, String query, String... headers) throws IOException {
        return over(new RawConnection(gateway), query, headers);
    }

    /** Subscribes to {@code /v1/events?…}. */
    TransportClient over(RawConnection connection, String query, String... headers) throws IOException {
        String target = "/v1/events?transport=" + parameter() + "&" + query;
        return switch (this) {
            case SSE -> new SseClient(connection, target, headers);
            case NDJSON -> new NdjsonClient(connection, target, headers);
            case IFRAME -> new IframeClient(connection, target, headers);
            case WS -> new WebSocketClient(connection, target, headers);
            case POLL -> new PollClient(connection, target, headers);
        };
    }
}
