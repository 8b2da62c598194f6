package io.halley.gateway.classic;

import io.halley.gateway.access.RequestOrigin;
import io.halley.gateway.access.Session;
import io.halley.gateway.access.Sessions;
import io.halley.shared.config.ClassicConfig;
import io.halley.shared.config.Config.Login;
import io.halley.shared.event.UserId;
import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whose pages may use the demos, and what of that as whom. A page of another site never speaks in the name of a user. */
final class Visitors {

    private final Sessions sessions;
    private final RequestOrigin origin;
    private final Login login;
    private final boolean open;

    Visitors(Sessions sessions, RequestOrigin origin, Login login, ClassicConfig classic) {
        this.sessions = sessions;
        this.origin = origin;
        this.login = login;
        this.open = classic.isOpen();
    }

    /** A route handler, to be the first below {@code /classic/}; it calls the next one. */
    void admit(RoutingContext context) {
        if (!open) {
            origin.requireOwnPage(context.request());
            context.next();
            return;
        }
        context.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        if (context.request().method().equals(HttpMethod.OPTIONS)) {
            allow(context);
        } else {
            context.next();
        }
    }

    /** What a browser asks before it lets a page of another site send headers of its own, as Prototype does. */
    private static void allow(RoutingContext context) {
        context.response()
                .setStatusCode(204)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST")
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "*")
                .end();
    }

    /** Whether pages of any site may use the demos. */
    boolean isOpen() {
        return open;
    }

    /** Whether anyone may see what belongs to any user. */
    boolean seeAll() {
        return open && login == Login.OPEN;
    }

    /** Whether users come without a session. */
    boolean comeFreely() {
        return login == Login.OPEN;
    }

    /**
     * Lets in who may act for a user; answers when that ends, ms since 1970.
     *
     * @throws ProblemException 401 if that needs the user's session, and there is none
     */
    long require(HttpServerRequest request, UserId user) {
        return sessions(request).stream()
                .filter(session -> session.user().equals(user))
                .findFirst()
                .map(Visitors::end)
                .orElseGet(() -> endWithoutSession(() -> Sessions.notSignedIn(user)));
    }

    /** Whether this user is signed in in the browser. */
    boolean isSignedIn(HttpServerRequest request, UserId user) {
        return sessions(request).stream().anyMatch(session -> session.user().equals(user));
    }

    /** Lets in anyone who is signed in; answers when that ends, and fails, as the other one. */
    long requireAny(HttpServerRequest request) {
        return sessions(request).stream()
                .map(Visitors::end)
                .max(Long::compare)
                .orElseGet(() -> endWithoutSession(Visitors::nobodySignedIn));
    }

    /** A route handler for one who sends something; before its body is read, which is worth nothing from a stranger. */
    void admitSender(RoutingContext context) {
        requireAny(context.request());
        context.next();
    }

    /** Who speaks: the user who is named, or else the only one who is signed in; null if that is nobody, or not clear. */
    @Nullable
    UserId speaker(HttpServerRequest request, String named) {
        if (!named.isEmpty()) {
            UserId user = new UserId(named);
            if (!isSignedIn(request, user)) {
                throw Sessions.notSignedIn(user);
            }
            return user;
        }
        List<Session> all = sessions(request);
        return all.size() == 1 ? all.get(0).user() : null;
    }

    private long endWithoutSession(Supplier<ProblemException> refusal) {
        if (login != Login.OPEN) {
            throw refusal.get();
        }
        return Long.MAX_VALUE;
    }

    private static ProblemException nobodySignedIn() {
        return new ProblemException(
                Problem.unauthorized("nobody is signed in in this browser (expected: a user who is)"));
    }

    private List<Session> sessions(HttpServerRequest request) {
        return open && !origin.isOwnPage(request) ? List.of() : sessions.all(request);
    }

    private static long end(Session session) {
        return TimeUnit.SECONDS.toMillis(session.expiresAt());
    }
}
