package io.halley.standalone.soak;

import io.halley.standalone.JarProcesses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Where the soak goes, and how it asks. On one event loop.
 *
 * @param gateways ports of those that are there, at any time
 */
record Site(Vertx vertx, HttpClient http, Random random, List<Integer> gateways, int publisher) {

    private static final int PATIENCE_MS = 15_000;

    /** What was answered. */
    record Answer(int status, Buffer body, @Nullable String cookie) {
        JsonObject json() {
            return body.toJsonObject();
        }

        /** Whether asking again may help, and is what a client is to do. */
        boolean isUnavailable() {
            return status == 502 || status == 503 || status == 504;
        }
    }

    /** A request to any gateway, as this user; an empty cookie is nobody's. */
    RequestOptions toGateway(HttpMethod method, String uri, String cookie) {
        RequestOptions request = to(gateways.get(random.nextInt(gateways.size())), method, uri);
        return cookie.isEmpty() ? request : request.putHeader("Cookie", cookie);
    }

    /** A request to the publisher, as a back end. */
    RequestOptions toPublisher(HttpMethod method, String uri) {
        return to(publisher, method, uri).putHeader("Authorization", "Bearer " + JarProcesses.KEY);
    }

    /** One try. */
    Future<Answer> ask(RequestOptions request, @Nullable JsonObject body) {
        if (body != null) {
            request.putHeader("Content-Type", "application/json");
        }
        return http.request(request.setTimeout(PATIENCE_MS))
                .compose(opened -> body == null ? opened.send() : opened.send(body.toBuffer()))
                .compose(Site::answer);
    }

    /** Waits some ms, give or take a half. */
    void later(int millis, Runnable action) {
        vertx.setTimer(millis / 2 + 1 + random.nextInt(millis), timer -> action.run());
    }

    private static Future<Answer> answer(HttpClientResponse response) {
        String cookie = response.getHeader("Set-Cookie");
        return response.body()
                .map(body -> new Answer(
                        response.statusCode(), body, cookie == null ? null : cookie.substring(0, cookie.indexOf(';'))));
    }

    private static RequestOptions to(int port, HttpMethod method, String uri) {
        return new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(uri);
    }
}
