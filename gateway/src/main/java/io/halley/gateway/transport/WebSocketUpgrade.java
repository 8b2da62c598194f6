package io.halley.gateway.transport;

import io.halley.shared.event.InvalidValueException;
import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The opening handshake of a WebSocket (RFC 6455, section 4.2), as far as it can be refused in our words. */
public final class WebSocketUpgrade {

    /** The largest frame, and the largest message of several frames, that a client may send. */
    static final int LARGEST_MESSAGE_BYTES = 128 * 1024;

    private static final String PROTOCOL = "websocket";
    private static final String VERSION = "Sec-WebSocket-Version";
    private static final String KEY = "Sec-WebSocket-Key";

    /** 16 bytes in base64. */
    private static final Pattern KEY_RULE = Pattern.compile("[A-Za-z0-9+/]{22}==");

    private WebSocketUpgrade() {}

    /** Sets the bounds of a server's WebSockets. */
    public static void limit(HttpServerOptions options) {
        options.setMaxWebSocketFrameSize(LARGEST_MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(LARGEST_MESSAGE_BYTES)
                // the least that can be said; WebSocketOutlet does not wait for it
                .setWebSocketClosingTimeout(1);
    }

    /** Whether the client offers to switch to a WebSocket. */
    static boolean isAsked(HttpServerRequest request) {
        return names(request.getHeader(HttpHeaders.UPGRADE), PROTOCOL);
    }

    /**
     * Refuses what is no handshake.
     *
     * @throws ProblemException 426 if the client does not offer a WebSocket of version 13
     * @throws InvalidValueException if its key breaks the rule
     */
    static void require(HttpServerRequest request) {
        if (!isAsked(request)
                || !names(request.getHeader(HttpHeaders.CONNECTION), "upgrade")
                || request.version() != HttpVersion.HTTP_1_1) {
            throw refused("Upgrade: none to websocket (expected: Upgrade: websocket and Connection: Upgrade,"
                    + " over HTTP/1.1)");
        }
        String version = request.getHeader(VERSION);
        if (!"13".equals(version)) {
            throw refused(VERSION + ": " + InvalidValueException.quote(String.valueOf(version)) + " (expected: 13)");
        }
        String key = request.getHeader(KEY);
        if (key == null || !KEY_RULE.matcher(key).matches()) {
            throw new InvalidValueException(KEY, String.valueOf(key), "16 bytes in base64");
        }
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(
                Problem.upgradeRequired(detail, Map.of("Upgrade", PROTOCOL, "Connection", "Upgrade", VERSION, "13")));
    }

    private static boolean names(@Nullable String header, String token) {
        if (header == null) {
            return false;
        }
        for (String one : header.split(",", -1)) {
            if (one.strip().equalsIgnoreCase(token)) {
                return true;
            }
        }
        return false;
    }
}
