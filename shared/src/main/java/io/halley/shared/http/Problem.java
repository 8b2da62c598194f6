package io.halley.shared.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error answer (RFC 9457).
 *
 * @param slug names the kind of problem, in {@code urn:problem-type:halley:SLUG}
 * @param status 400 to 599
 * @param title the same for every problem of this kind
 * @param detail the offending value, and what was expected
 * @param headers to send beside it, such as {@code Retry-After}
 */
public record Problem(String slug, int status, String title, String detail, Map<String, String> headers) {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE = "urn:problem-type:halley:";

    public Problem {
        headers = Map.copyOf(headers);
    }

    public static Problem badRequest(String detail) {
        return new Problem("invalid-request", 400, "The request breaks a rule", detail, Map.of());
    }

    /** A value that breaks a rule; {@code what} is its kind: channel, cursor … */
    public static Problem invalid(String what, String detail) {
        String slug = "invalid-" + what.replace(' ', '-').toLowerCase(java.util.Locale.ROOT);
        return new Problem(slug, 400, "Invalid " + what, detail, Map.of());
    }

    public static Problem unauthorized(String detail) {
        return new Problem("unauthorized", 401, "Not authenticated", detail, Map.of());
    }

    public static Problem forbidden(String detail) {
        return new Problem("forbidden", 403, "Not allowed", detail, Map.of());
    }

    public static Problem notFound(String detail) {
        return new Problem("not-found", 404, "Nothing here", detail, Map.of());
    }

    public static Problem methodNotAllowed(String detail, String allow) {
        return new Problem("method-not-allowed", 405, "Not with this method", detail, Map.of("Allow", allow));
    }

    public static Problem tooLarge(String detail) {
        return new Problem("too-large", 413, "Too large", detail, Map.of());
    }

    public static Problem unsupportedMediaType(String detail) {
        return new Problem("unsupported-media-type", 415, "Content type not taken", detail, Map.of());
    }

    public static Problem conflictingKey(String key) {
        return new Problem(
                "idempotency-key-reused",
                422,
                "Idempotency key used for another body",
                "Idempotency-Key: \"" + key + "\" was used in this channel for another body (expected: a new key)",
                Map.of());
    }

    /** What was asked for goes over another protocol only, to which the client has to offer to switch. */
    public static Problem upgradeRequired(String detail, Map<String, String> headers) {
        return new Problem("upgrade-required", 426, "Another protocol is needed", detail, headers);
    }

    /** An entry of a batch that comes after one of the same channel that failed. */
    public static Problem notAttempted(String channel) {
        return new Problem(
                "not-attempted",
                424,
                "Not attempted",
                "channel: an entry for \"" + channel
                        + "\" before this one was not stored, so that this one was not tried",
                Map.of());
    }

    /** Something of Halley's own broke; nothing about it goes out but this. */
    public static Problem internal() {
        return new Problem("internal", 500, "Halley failed", "see the log of the server", Map.of());
    }

    public static Problem unavailable(String detail) {
        return new Problem("unavailable", 503, "Not now, try again", detail, Map.of("Retry-After", "2"));
    }

    public JsonObject toJson() {
        return new JsonObject()
                .put("type", TYPE + slug)
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
    }

    /** Answers with this problem, if nothing was answered yet. */
    public void answer(HttpServerResponse response, @Nullable String cacheControl) {
        if (response.ended() || response.headWritten()) {
            return;
        }
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE);
        if (cacheControl != null) {
            response.putHeader(HttpHeaders.CACHE_CONTROL, cacheControl);
        }
        headers.forEach(response::putHeader);
        response.end(toJson().toBuffer());
    }
}
