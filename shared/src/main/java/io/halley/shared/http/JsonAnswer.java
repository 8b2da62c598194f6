package io.halley.shared.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Answers with JSON. */
public final class JsonAnswer {

    private JsonAnswer() {}

    public static void send(HttpServerResponse response, int status, JsonObject body) {
        send(response, status, body.encode());
    }

    /** Sends text that is JSON already. */
    public static void send(HttpServerResponse response, int status, String json) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.JSON)
                .end(json);
    }
}
