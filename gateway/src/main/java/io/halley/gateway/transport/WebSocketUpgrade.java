package io.halley.gateway.transport;

import io.halley.shared.event.InvalidValueException;
import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
import io.halley.shared.wire.Intake;
import io.halley.shared.wire.Wire;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.http.impl.http1.Http1ServerResponse;
import io.vertx.core.net.impl.VertxHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The opening handshake of a WebSocket (RFC 6455, section 4.2). */
final class WebSocketUpgrade {

    /** The largest frame, and the largest message of several frames, that a client may send. */
    static final int LARGEST_MESSAGE_BYTES = 128 * 1024;

    private static final String PROTOCOL = "websocket";
    private static final String VERSION = "Sec-WebSocket-Version";
    private static final String KEY = "Sec-WebSocket-Key";

    /** 16 bytes in base64. */
    private static final Pattern KEY_RULE = Pattern.compile("[A-Za-z0-9+/]{22}==");

    /** What the answer is made of besides the key. */
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private WebSocketUpgrade() {}

    /** Whether the client offers to switch to a WebSocket. */
    static boolean isAsked(HttpServerRequest request) {
        return names(request.getHeader(HttpHeaders.UPGRADE), PROTOCOL);
    }

    /**
     * Refuses what is no handshake.
     *
     * @throws ProblemException 426 if the client does not offer a WebSocket of version 13, 400 if it sends a body
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
        if (hasBody(request)) {
            throw new ProblemException(Problem.badRequest("body: a handshake of a WebSocket has one (expected: none)"));
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    /**
     * Answers a handshake that was not refused, and takes its channel over from Vert.x: from now on it carries frames. On
     * the event loop.
     */
    static void answer(HttpServerRequest http, Channel channel, ChannelHandler reader, ChannelHandler taker) {
        HttpResponse head = new DefaultFullHttpResponse(
                io.netty.handler.codec.http.HttpVersion.HTTP_1_1,
                HttpResponseStatus.SWITCHING_PROTOCOLS,
                Unpooled.EMPTY_BUFFER);
        http.response().headers().forEach((name, value) -> head.headers().add(name, value));
        head.headers()
                .set(HttpHeaders.UPGRADE, PROTOCOL)
                .set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                .set("Sec-WebSocket-Accept", accept(Objects.requireNonNull(http.getHeader(KEY))));
        // a request that was sent behind this one without waiting would be served, and never be over
        Http1ServerConnection left = (Http1ServerConnection) http.connection();
        left.handler(late -> Wire.cut(channel));
        left.invalidRequestHandler(late -> Wire.cut(channel));
        ((Http1ServerResponse) http.response()).completeHandshake();
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.replace(VertxHandler.class, null, taker);
        var unused = channel.write(head);
        pipeline.replace(HttpResponseEncoder.class, null, new WebSocket13FrameEncoder(false));
        // Vert.x may have held up what it could not take yet
        channel.config().setAutoRead(true);
        // last: they pass on what the client has sent behind its handshake
        pipeline.replace(HttpRequestDecoder.class, null, reader);
        if (pipeline.get(Intake.class) != null) {
            pipeline.remove(Intake.class);
        }
        channel.flush();
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
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
