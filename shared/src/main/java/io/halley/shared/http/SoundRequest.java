package io.halley.shared.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Refuses requests that two servers in a row could understand differently (RFC 9112, sections 3.2 and 6.1), and those
 * whose query can't be decoded, before any handler asks for it.
 */
public final class SoundRequest {

    private SoundRequest() {}

    /**
     * A route handler, to be the first; it calls the next one.
     *
     * @throws ProblemException 400
     */
    public static void require(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            throw new ProblemException(Problem.badRequest("Host: given more than once (expected: once)"));
        }
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        if (!codings.isEmpty() && !(codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked"))) {
            throw new ProblemException(Problem.badRequest(
                    "Transfer-Encoding: \"" + String.join(", ", codings) + "\" (expected: chunked, or none)"));
        }
        // throws, which the router answers with 400
        context.queryParams();
        context.next();
    }
}
