package io.halley.gateway.access;

import io.halley.shared.bus.StoreClient;
import io.halley.shared.config.Config.Login;
import io.halley.shared.event.UserId;
import io.halley.shared.http.JsonAnswer;
import io.halley.shared.http.JsonFields;
import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
import io.halley.shared.http.Query;
import io.halley.shared.http.RequestBody;
import io.halley.shared.http.Utf8;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;

/** {@code /v1/session}: signs users in and out of this browser, and says who is signed in. */
public final class SessionHandler {

    private static final String PATH = "/v1/session";

    private final Sessions sessions;
    private final RequestOrigin origin;
    private final Login login;
    private final StoreClient store;

    public SessionHandler(Sessions sessions, RequestOrigin origin, Login login, StoreClient store) {
        this.sessions = sessions;
        this.origin = origin;
        this.login = login;
        this.store = store;
    }

    public void mount(Router router) {
        router.get(PATH).handler(this::show);
        router.post(PATH).handler(RequestBody.upTo(RequestBody.OF_A_COMMAND)).handler(this::signIn);
        router.delete(PATH).handler(this::signOut);
    }

    /** {@code {"users":["1"],"login":"open"}}; sessions that are a day old are renewed. */
    private void show(RoutingContext context) {
        JsonArray users = new JsonArray();
        for (Session session : sessions.all(context.request())) {
            users.add(session.user().value());
            sessions.renewed(context.request(), session);
        }
        JsonObject answer = new JsonObject().put("users", users).put("login", nameOf(login));
        JsonAnswer.send(context.response(), 200, answer);
    }

    private void signIn(RoutingContext context) {
        HttpServerRequest request = context.request();
        origin.requireSameOrigin(request);
        JsonFields fields = JsonFields.read(Utf8.decode(RequestBody.of(context)), "user", "token");
        UserId user = login == Login.OPEN ? new UserId(fields.requiredText("user")) : userOfToken(fields);
        List<Session> others = sessions.all(request);
        boolean known = others.stream().anyMatch(session -> session.user().equals(user));
        if (!known && others.size() >= Sessions.MOST_IN_ONE_BROWSER) {
            throw new ProblemException(Problem.badRequest(others.size()
                    + " users are signed in in this browser (expected: at most " + Sessions.MOST_IN_ONE_BROWSER
                    + "; sign one out first)"));
        }
        store.signIn(user)
                .map(written -> {
                    sessions.begin(request, user);
                    return new JsonObject().put("user", user.value());
                })
                .compose(answer -> JsonAnswer.send(context.response(), 200, answer))
                .onFailure(context::fail);
    }

    private UserId userOfToken(JsonFields fields) {
        UserId user = sessions.readLogin(fields.requiredText("token"));
        if (user == null) {
            throw new ProblemException(Problem.unauthorized(
                    "token: not valid, or over (expected: a JWT with sub, exp and the audience halley-login, signed by"
                            + " HS256 with the session secret)"));
        }
        if (fields.has("user") && !user.value().equals(fields.text("user"))) {
            throw new ProblemException(Problem.forbidden("user: not the one of the token"));
        }
        return user;
    }

    /** Signs out {@code user=}, or everyone. */
    private void signOut(RoutingContext context) {
        HttpServerRequest request = context.request();
        origin.requireSameOrigin(request);
        String named = Query.text(context, "user");
        if (named != null) {
            sessions.end(request, new UserId(named));
        } else {
            sessions.all(request).forEach(session -> sessions.end(request, session.user()));
        }
        context.response().setStatusCode(204).end();
    }

    private static String nameOf(Login login) {
        return login.name().toLowerCase(Locale.ROOT);
    }
}
