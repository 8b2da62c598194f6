package io.halley.shared.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that two servers in a row could understand differently (RFC 9112, sections 3.2 and 6.1), and those
 * whose path or query can't be decoded, before any handler asks for it.
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
        requireText(request);
        // throws, which the router answers with 400
        context.queryParams();
        context.next();
    }

    /**
     * The query as it was sent, percent-encoded. What is not, though it had to be, is UTF-8, as browsers of old send it, and
     * not what Netty takes it for. Null if there is none.
     *
     * @throws ProblemException 400 naming the place, if it is not UTF-8
     */
    public static @Nullable String query(HttpServerRequest request) {
        String query = request.query();
        return query == null || isAscii(query)
                ? query
                : Utf8.decode("query", Buffer.buffer(query.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static void requireText(HttpServerRequest request) {
        if (!isAscii(String.valueOf(request.path()))) {
            throw new ProblemException(
                    Problem.badRequest("path: has bytes above 7F (expected: UTF-8, percent-encoded)"));
        }
        query(request);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
