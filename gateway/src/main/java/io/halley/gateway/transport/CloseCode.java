package io.halley.gateway.transport;

/** Why a WebSocket is closed (RFC 6455, section 7.4); {@code docs/protocol.md} says what a client is to do about it. */
enum CloseCode {
    NOT_TEXT(1003, "binary frames are not taken"),
    NOT_JSON(1007, "not JSON in UTF-8"),
    TOO_LARGE(1009, "messages of at most 128 KiB are taken"),
    BROKEN(1011, "something broke here: come back"),
    COME_BACK(1012, "come back"),
    OVERLOADED(1013, "this gateway is full, or stops: come back later");

    private final int number;
    private final String reason;

    CloseCode(int number, String reason) {
        this.number = number;
        this.reason = reason;
    }

    int number() {
        return number;
    }

    String reason() {
        return reason;
    }
}
