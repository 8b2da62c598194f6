package io.halley.gateway.transport;

import io.halley.gateway.framing.IframeFormat;
import io.halley.gateway.framing.StreamFormat;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.security.SecureRandom;
import java.util.Base64;

/** A page in a hidden frame that never ends. Only the pages of this server may have it, and only its own scripts run. */
final class IframeTransport implements StreamTransport {

    private final SecureRandom random = new SecureRandom();

    @Override
    public StreamFormat begin(SubscribeRequest request, HttpServerResponse response) {
        String nonce = nonce();
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'nonce-" + nonce + "'; frame-ancestors 'self'");
        return new IframeFormat(request.callback(), nonce);
    }

    private String nonce() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
