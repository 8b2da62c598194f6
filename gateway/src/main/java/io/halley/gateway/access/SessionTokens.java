package io.halley.gateway.access;

import io.halley.shared.event.InvalidValueException;
import io.halley.shared.event.UserId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Signs and reads the tokens (JWT, HS256) in session cookies, and reads the login tokens that an application's back end
 * signs with the same secret. The audience tells the two apart, so that neither passes for the other.
 */
final class SessionTokens {

    static final Duration LIFETIME = Duration.ofDays(30);

    private static final String SESSION = "halley-session";
    private static final String LOGIN = "halley-login";

    private final JWTAuth sessions;
    private final JWTAuth logins;
    private final InstantSource clock;

    SessionTokens(Vertx vertx, String secret, InstantSource clock) {
        this.sessions = reader(vertx, secret, SESSION);
        this.logins = reader(vertx, secret, LOGIN);
        this.clock = clock;
    }

    /** A token that says that this user is signed in, from now for {@link #LIFETIME}. */
    String issue(UserId user) {
        long now = clock.instant().getEpochSecond();
        return sessions.generateToken(
                new JsonObject().put("sub", user.value()).put("iat", now).put("exp", now + LIFETIME.toSeconds()),
                new JWTOptions().setAlgorithm("HS256").addAudience(SESSION));
    }

    /** The session of a cookie; null if the token is not ours, is over, or was signed with another secret. */
    @Nullable
    Session read(String token) {
        return read(sessions, token);
    }

    /**
     * The user of a login token: {@code {"sub":USER,"aud":"halley-login","exp":SECONDS}}. An expiry is required, so that
     * a token that leaks does not open the door for ever.
     */
    @Nullable
    UserId readLogin(String token) {
        Session login = read(logins, token);
        return login == null ? null : login.user();
    }

    private @Nullable Session read(JWTAuth reader, String token) {
        JsonObject claims = claims(reader, token);
        if (claims == null) {
            return null;
        }
        if (claims.getValue("sub") instanceof String user && claims.getValue("exp") instanceof Number expiry) {
            long issued = claims.getValue("iat") instanceof Number iat ? iat.longValue() : 0;
            return expiry.longValue() > clock.instant().getEpochSecond()
                    ? sessionOf(user, issued, expiry.longValue())
                    : null;
        }
        return null;
    }

    private static @Nullable JsonObject claims(JWTAuth reader, String token) {
        try {
            // complete when it returns: nothing in checking a signature waits
            Future<User> checked = reader.authenticate(new TokenCredentials(token));
            return checked.succeeded() ? checked.result().attributes().getJsonObject("accessToken") : null;
        } catch (ClassCastException e) {
            // a claim that is no number where Vert.x takes one for granted, such as "exp":"tomorrow"
            return null;
        }
    }

    private static @Nullable Session sessionOf(String user, long issuedAt, long expiresAt) {
        try {
            return new Session(new UserId(user), issuedAt, expiresAt);
        } catch (InvalidValueException e) {
            return null;
        }
    }

    private static JWTAuth reader(Vertx vertx, String secret, String audience) {
        return JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(
                                new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret))
                        .setJWTOptions(new JWTOptions().addAudience(audience)));
    }
}
