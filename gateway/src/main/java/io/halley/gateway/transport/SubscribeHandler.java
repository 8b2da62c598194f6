package io.halley.gateway.transport;

import io.halley.gateway.access.AccessRules;
import io.halley.gateway.access.Session;
import io.halley.gateway.access.Sessions;
import io.halley.gateway.presence.Attendance;
import io.halley.shared.event.Channel;
import io.halley.shared.event.UserId;
import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/events}: subscribes, over the transport that was asked for. */
public final class SubscribeHandler implements Handler<RoutingContext> {

    /** A stream ends this long before its session does, so that the browser comes back and has it renewed. */
    private static final Duration RENEWAL = Duration.ofDays(1);

    private final Sessions sessions;
    private final Transports transports;
    private final Attendance attendance;

    public SubscribeHandler(Sessions sessions, Transports transports, Attendance attendance) {
        this.sessions = sessions;
        this.transports = transports;
        this.attendance = attendance;
    }

    /** Keeps nothing of the context: a stream stays open for days, and there are many of them. */
    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest http = context.request();
        SubscribeRequest request = SubscribeRequest.of(http);
        Session session = sessions.of(http, http.getParam("user"));
        UserId user = session == null ? null : session.user();
        request.channels().forEach(channel -> requireAccess(user, channel));
        if (session == null || user == null) {
            transports.hold(http, request, Long.MAX_VALUE, () -> {});
        } else {
            attendance.came(user);
            transports.hold(http, request, renewAt(session), () -> attendance.went(user));
        }
    }

    private static void requireAccess(@Nullable UserId user, Channel channel) {
        if (!AccessRules.maySubscribe(user, channel)) {
            throw new ProblemException(
                    user == null
                            ? Problem.unauthorized("channel: \"" + channel + "\" (expected: a user who is signed in)")
                            : Problem.forbidden("channel: \"" + channel + "\" is not for user \"" + user + "\""));
        }
    }

    private static long renewAt(Session session) {
        return Duration.ofSeconds(session.expiresAt()).minus(RENEWAL).toMillis();
    }
}
