package io.halley.standalone.fault;

import io.halley.shared.event.EventId;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.stream.Collectors;

/**
 * What a page of a browser has, whichever way it subscribes: who it is, what it reads, and what it was given.
 *
 * @param cookie what its user got when signing in; empty for nobody
 */
record Browser(
        Vertx vertx,
        HttpClient http,
        WebSocketClient sockets,
        URI gateway,
        String cookie,
        Reading reading,
        Counts counts) {

    /** A request for events, with these parameters besides the channels. */
    RequestOptions subscribe(String parameters, String accept) {
        String channels =
                reading.channels().stream().map(channel -> "channel=" + channel).collect(Collectors.joining("&"));
        RequestOptions request = get("/v1/events?" + channels + parameters).putHeader("Accept", accept);
        return cookie.isEmpty() ? request : request.putHeader("Cookie", cookie);
    }

    /** A request for what is at the gateway. */
    RequestOptions get(String target) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(gateway.getHost())
                .setPort(gateway.getPort())
                .setURI(target);
    }

    /** Takes an event object: one of a log, or one of Halley's own. */
    void take(JsonObject event) {
        String type = event.getString("type");
        if (type.equals("$gap")) {
            counts.gaps++;
            JsonObject gap = event.getJsonObject("data");
            reading.gap(gap.encode(), gap.getString("cursor"));
        } else if (!type.startsWith("$")) {
            counts.delivered++;
            int number = event.getJsonObject("data").getInteger("n");
            reading.received(event.getString("channel"), EventId.parse(event.getString("id")), number);
        }
    }
}
