package io.halley.shared.http;

import io.halley.shared.event.Fingerprint;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Static pages out of the jar. A browser asks anew each time and mostly hears 304, so that a page is never older than
 * its server.
 */
public final class Pages {

    /** Lets a page load scripts, styles and data of its own server and nothing else; it can't be framed. */
    public static final String STRICT =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final String FOLDER = "web/";

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "ts", "text/plain; charset=utf-8",
            "txt", "text/plain; charset=utf-8",
            "yaml", "application/yaml; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon");

    private Pages() {}

    /**
     * Serves one resource, for GET and HEAD. Reads it at once: to be called while the server starts.
     *
     * @param path where it appears: {@code /docs}
     * @param resource its name below {@code web/} on the class path: {@code docs.html}; its ending gives the media type
     * @param contentSecurityPolicy {@link #STRICT}, or what the page needs beyond it
     * @throws IllegalArgumentException if there is no such resource, or its ending is not known
     */
    public static void mount(Router router, String path, String resource, String contentSecurityPolicy) {
        String mediaType = MEDIA_TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
        if (mediaType == null) {
            throw new IllegalArgumentException("no media type known for " + resource);
        }
        byte[] bytes = read(resource);
        Buffer body = Buffer.buffer(bytes);
        String tag = '"' + Fingerprint.of(bytes) + '"';
        router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(context -> {
            SecurityHeaders.put(context.response(), contentSecurityPolicy)
                    .set(HttpHeaders.CONTENT_TYPE, mediaType)
                    .set(HttpHeaders.ETAG, tag)
                    .set(HttpHeaders.CACHE_CONTROL, "no-cache");
            answer(context, tag, body);
        });
    }

    /** Serves resources under their own names, as {@link #mount(Router, String, String, String)} does, strictly. */
    public static void mount(Router router, List<String> resources) {
        resources.forEach(resource -> mount(router, "/" + resource, resource, STRICT));
    }

    private static void answer(RoutingContext context, String tag, Buffer body) {
        HttpServerResponse response = context.response();
        if (knows(context.request().getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
            response.headers().remove(HttpHeaders.CONTENT_TYPE);
            response.setStatusCode(304).end();
        } else {
            // said here, because Vert.x would leave it out for HEAD
            response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()))
                    .end(body);
        }
    }

    private static boolean knows(@Nullable String ifNoneMatch, String tag) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::strip)
                        .anyMatch(known -> known.equals("*")
                                || known.replaceFirst("^W/", "").equals(tag));
    }

    private static byte[] read(String resource) {
        try (InputStream in = Pages.class.getClassLoader().getResourceAsStream(FOLDER + resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + FOLDER + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
