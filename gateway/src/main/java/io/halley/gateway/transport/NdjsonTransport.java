package io.halley.gateway.transport;

import io.halley.gateway.framing.LineFormat;
import io.halley.gateway.framing.StreamFormat;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** One event object a line, for whoever reads an answer while it comes. */
final class NdjsonTransport implements StreamTransport {

    @Override
    public StreamFormat begin(SubscribeRequest request, HttpServerResponse response) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/x-ndjson");
        return LineFormat.NDJSON;
    }
}
