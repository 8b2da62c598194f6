package io.halley.publisher;

import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/** Lets pass whoever sends the publish key as {@code Authorization: Bearer}. */
final class PublishKey implements Handler<RoutingContext> {

    /** Whom all holders of the key are to the store. */
    static final String PRINCIPAL = "publisher";

    private static final String SCHEME = "Bearer ";

    private final byte[] key;

    PublishKey(String key) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void handle(RoutingContext context) {
        String sent = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (sent == null) {
            throw refusal("Authorization: missing (expected: Bearer KEY, the publish key)", "Bearer realm=\"halley\"");
        }
        if (!sent.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || !isKey(sent.substring(SCHEME.length()))) {
            throw refusal(
                    "Authorization: not the publish key (expected: Bearer KEY, the publish key)",
                    "Bearer realm=\"halley\", error=\"invalid_token\"");
        }
        context.next();
    }

    /** Takes as long for a key that is nearly right as for one that is not. */
    private boolean isKey(String sent) {
        return MessageDigest.isEqual(key, sent.strip().getBytes(StandardCharsets.UTF_8));
    }

    private static ProblemException refusal(String detail, String challenge) {
        Problem known = Problem.unauthorized(detail);
        return new ProblemException(new Problem(
                known.slug(), known.status(), known.title(), detail, Map.of("WWW-Authenticate", challenge)));
    }
}
