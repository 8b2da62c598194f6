package io.halley.gateway.access;

import io.halley.shared.config.Config;
import io.halley.shared.event.InvalidValueException;
import io.halley.shared.event.UserId;
import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in: one signed cookie per user, {@code halley_USER}, so that several users can be signed in side by side
 * in one browser. Nothing about a session is kept on the server, so that any gateway knows it.
 */
public final class Sessions {

    /** Beyond it the cookies alone would fill the request's headers. */
    static final int MOST_IN_ONE_BROWSER = 32;

    private static final String PREFIX = "halley_";
    private static final Duration RENEW_AFTER = Duration.ofDays(1);

    private final SessionTokens tokens;
    private final RequestOrigin origin;
    private final InstantSource clock;

    public Sessions(Vertx vertx, Config config, String secret) {
        this(vertx, config, secret, InstantSource.system());
    }

    Sessions(Vertx vertx, Config config, String secret, InstantSource clock) {
        this.tokens = new SessionTokens(vertx, secret, clock);
        this.origin = new RequestOrigin(config.trustedProxies());
        this.clock = clock;
    }

    /** The sessions of this browser, ordered by user. */
    public List<Session> all(HttpServerRequest request) {
        List<Session> sessions = new ArrayList<>();
        for (Cookie cookie : request.cookies()) {
            Session session = cookie.getName().startsWith(PREFIX) && sessions.size() < MOST_IN_ONE_BROWSER
                    ? tokens.read(cookie.getValue())
                    : null;
            if (session != null && cookie.getName().equals(cookieName(session.user()))) {
                sessions.add(session);
            }
        }
        sessions.sort(Comparator.comparing(session -> session.user().value()));
        return sessions;
    }

    /**
     * The session that a request means: that of {@code user=}, or else the only one there is. Null if nobody is signed
     * in and nobody was named. A session that is more than a day old is renewed with the answer.
     *
     * @throws ProblemException 401 if the named user is not signed in, 400 if several are and none was named
     */
    public @Nullable Session of(HttpServerRequest request, @Nullable String user) {
        List<Session> all = all(request);
        if (user != null) {
            UserId named = new UserId(user);
            return all.stream()
                    .filter(session -> session.user().equals(named))
                    .findFirst()
                    .map(session -> renewed(request, session))
                    .orElseThrow(() -> notSignedIn(named));
        }
        if (all.size() > 1) {
            throw new InvalidValueException("user", "", "user=ID, because several users are signed in");
        }
        return all.isEmpty() ? null : renewed(request, all.get(0));
    }

    /** What is answered to who names a user without a session: 401. */
    public static ProblemException notSignedIn(UserId user) {
        return new ProblemException(Problem.unauthorized("user: \"" + user + "\" is not signed in in this browser"));
    }

    /** Renews a session with the answer to this request if it is more than a day old. */
    Session renewed(HttpServerRequest request, Session session) {
        long now = clock.instant().getEpochSecond();
        if (now - session.issuedAt() < RENEW_AFTER.toSeconds()) {
            return session;
        }
        begin(request, session.user());
        return new Session(session.user(), now, now + SessionTokens.LIFETIME.toSeconds());
    }

    /** Signs a user in with the answer to this request. */
    void begin(HttpServerRequest request, UserId user) {
        set(request, cookie(request, user, tokens.issue(user)).setMaxAge(SessionTokens.LIFETIME.toSeconds()));
    }

    /** Signs a user out with the answer to this request. */
    void end(HttpServerRequest request, UserId user) {
        set(request, cookie(request, user, "").setMaxAge(0));
    }

    /** As a header, because the cookies of a response are not sent with the answer that begins a WebSocket. */
    private static void set(HttpServerRequest request, Cookie cookie) {
        request.response().headers().add(HttpHeaders.SET_COOKIE, cookie.encode());
    }

    /** The user of a login token, or null. */
    @Nullable
    UserId readLogin(String token) {
        return tokens.readLogin(token);
    }

    private Cookie cookie(HttpServerRequest request, UserId user, String value) {
        return Cookie.cookie(cookieName(user), value)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.LAX)
                .setSecure(origin.isHttps(request));
    }

    /** A user id may hold what a cookie's name may not (RFC 6265, section 4.1.1), such as {@code @}. */
    static String cookieName(UserId user) {
        return PREFIX + URLEncoder.encode(user.value(), StandardCharsets.US_ASCII);
    }
}
