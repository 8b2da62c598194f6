package io.halley.gateway.transport;

import io.halley.gateway.transport.SubscribeRequest.Kind;
import io.halley.shared.event.InvalidValueException;
import io.halley.shared.http.Query;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which transport a request means: by {@code transport=}, else by {@code Upgrade} or {@code Accept}, else a poll. */
final class TransportChoice {

    private static final Map<String, Kind> BY_MEDIA_TYPE = Map.of(
            "text/event-stream", Kind.SSE,
            "application/json", Kind.POLL,
            "application/x-ndjson", Kind.NDJSON,
            "text/html", Kind.IFRAME);

    private TransportChoice() {}

    /**
     * Reads the request's parameters and headers.
     *
     * @throws InvalidValueException if {@code transport=} names none, or not the one that the client offers to switch to
     * @throws io.halley.shared.http.ProblemException if it means a WebSocket, and is no handshake of one
     */
    static Kind of(RoutingContext context) {
        String named = Query.text(context, "transport");
        HttpServerRequest request = context.request();
        boolean upgrade = WebSocketUpgrade.isAsked(request);
        Kind kind = named != null ? named(named) : upgrade ? Kind.WS : accepted(request);
        if (kind == Kind.WS) {
            WebSocketUpgrade.require(request);
        } else if (upgrade) {
            // it would take any other answer for a failure
            throw new InvalidValueException("transport", String.valueOf(named), "ws, because of Upgrade: websocket");
        }
        return kind;
    }

    private static Kind named(String name) {
        for (Kind kind : Kind.values()) {
            if (kind.parameter().equals(name)) {
                return kind;
            }
        }
        throw new InvalidValueException(
                "transport",
                name,
                Arrays.stream(Kind.values()).map(Kind::parameter).collect(Collectors.joining(", ")));
    }

    /**
     * A browser accepts a page first whatever it loads. Someone who has typed the address wants to read something, and a
     * frame without a page around it shows nothing.
     */
    private static Kind accepted(HttpServerRequest request) {
        Kind first = firstKnown(request.getHeader(HttpHeaders.ACCEPT));
        boolean alone = "document".equals(request.getHeader("Sec-Fetch-Dest"));
        return first == Kind.IFRAME && alone ? Kind.POLL : first;
    }

    /** Clients name first what they like best, so that their weights (RFC 9110, section 12.4.2) would say nothing new. */
    private static Kind firstKnown(@Nullable String accept) {
        if (accept != null) {
            for (String range : accept.split(",", -1)) {
                String mediaType = range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
                Kind kind = BY_MEDIA_TYPE.get(mediaType);
                if (kind != null) {
                    return kind;
                }
            }
        }
        return Kind.POLL;
    }
}
