package io.halley.shared.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Answers with JSON. What it returns fails if the client has gone. */
public final class JsonAnswer {

    private JsonAnswer() {}

    public static Future<Void> send(HttpServerResponse response, int status, JsonObject body) {
        return send(response, status, body.encode());
    }

    /** Sends text that is JSON already. */
    public static Future<Void> send(HttpServerResponse response, int status, String json) {
        return response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.JSON)
                .end(json);
    }
}
