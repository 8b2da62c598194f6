package io.halley.gateway.transport;

import io.halley.gateway.framing.StreamFormat;
import io.vertx.core.http.HttpServerResponse;

/** A transport whose answer is one long response: it chooses the headers and the format, and nothing else. */
interface StreamTransport {

    /** Sets the headers that are its own, and says how the stream looks. */
    StreamFormat begin(SubscribeRequest request, HttpServerResponse response);
}
