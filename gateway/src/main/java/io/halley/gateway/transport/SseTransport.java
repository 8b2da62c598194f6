package io.halley.gateway.transport;

import io.halley.gateway.framing.SseFormat;
import io.halley.gateway.framing.StreamFormat;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Server-sent events. */
final class SseTransport implements StreamTransport {

    @Override
    public StreamFormat begin(SubscribeRequest request, HttpServerResponse response) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream");
        return SseFormat.of(request.channels().size() == 1, request.types());
    }
}
