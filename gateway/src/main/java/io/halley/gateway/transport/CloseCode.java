package io.halley.gateway.transport;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/** Why a WebSocket is closed (RFC 6455, section 7.4); {@code docs/protocol.md} says what a client is to do about it. */
enum CloseCode {
    BREACH(1002, "a frame breaks RFC 6455", false),
    NOT_TEXT(1003, "binary frames are not taken", false),
    NOT_JSON(1007, "not JSON in UTF-8", false),
    TOO_LARGE(1009, "messages of at most 128 KiB are taken", false),
    BROKEN(1011, "something broke here: come back", true),
    COME_BACK(1012, "come back", true),
    OVERLOADED(1013, "this gateway is full, or stops: come back later", true);

    private final int number;
    private final String reason;
    private final boolean mayComeBack;

    CloseCode(int number, String reason, boolean mayComeBack) {
        this.number = number;
        this.reason = reason;
        this.mayComeBack = mayComeBack;
    }

    /** For a frame that could not be read. */
    static CloseCode of(WebSocketCloseStatus breach) {
        for (CloseCode code : values()) {
            if (code.number == breach.code()) {
                return code;
            }
        }
        return BREACH;
    }

    int number() {
        return number;
    }

    String reason() {
        return reason;
    }

    /** Whether the same would not only happen again. */
    boolean mayComeBack() {
        return mayComeBack;
    }
}
