package io.halley.gateway.access;

import io.halley.shared.config.TrustedProxies;
import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a request comes from, as the browser sees it: through proxies only as far as they are trusted. */
public final class RequestOrigin {

    private static final Pattern UP_TO_PATH = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*");

    private final TrustedProxies trusted;

    public RequestOrigin(TrustedProxies trusted) {
        this.trusted = trusted;
    }

    /** Whether the browser speaks https, to us or to a trusted proxy. */
    boolean isHttps(HttpServerRequest request) {
        return request.isSSL() || "https".equalsIgnoreCase(forwarded(request, "X-Forwarded-Proto"));
    }

    /**
     * Refuses what a page of another site sends with this browser's cookies (the cookies' {@code SameSite=Lax} already
     * keeps most of it away). Requests without these headers come from no browser, and pass.
     *
     * @throws ProblemException 403
     */
    public void requireSameOrigin(HttpServerRequest request) {
        refuse(foreignSender(request));
    }

    /**
     * Refuses what a page of another site makes a browser send, also where that page only shows it: a foreign
     * {@code Sec-Fetch-Site}, {@code Origin} or {@code Referer}, each by itself. None of them passes.
     *
     * @throws ProblemException 403
     */
    public void requireOwnPage(HttpServerRequest request) {
        refuse(foreignPage(request));
    }

    /** Whether {@link #requireOwnPage} lets it pass. */
    public boolean isOwnPage(HttpServerRequest request) {
        return foreignPage(request) == null;
    }

    private @Nullable String foreignPage(HttpServerRequest request) {
        return Stream.of(foreignSender(request), foreign(request, "Origin"), foreign(request, "Referer"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private @Nullable String foreignSender(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none") ? null : "Sec-Fetch-Site: " + site;
        }
        String origin = request.getHeader("Origin");
        return origin == null || isOwn(request, origin) ? null : "Origin: " + origin;
    }

    private @Nullable String foreign(HttpServerRequest request, String header) {
        String address = request.getHeader(header);
        return address == null || address.isEmpty() || isOwn(request, withoutPath(address))
                ? null
                : header + ": " + address;
    }

    /** Queries as browsers send them hold what is not allowed in a URI. */
    private static String withoutPath(String address) {
        Matcher start = UP_TO_PATH.matcher(address);
        return start.lookingAt() ? start.group() : address;
    }

    private boolean isOwn(HttpServerRequest request, String origin) {
        String host = forwarded(request, "X-Forwarded-Host");
        if (host == null && request.authority() != null) {
            // not the header Host, which HTTP/2 does not have
            host = request.authority().toString();
        }
        try {
            String authority = new URI(origin).getRawAuthority();
            return authority != null
                    && host != null
                    && authority.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private @Nullable String forwarded(HttpServerRequest request, String header) {
        return request.remoteAddress() != null
                        && trusted.contains(request.remoteAddress().hostAddress())
                ? request.getHeader(header)
                : null;
    }

    private static void refuse(@Nullable String foreign) {
        if (foreign != null) {
            String shown = foreign.length() > 100 ? foreign.substring(0, 100) + "…" : foreign;
            throw new ProblemException(Problem.forbidden(shown + " (expected: a request from a page of this gateway)"));
        }
    }
}
