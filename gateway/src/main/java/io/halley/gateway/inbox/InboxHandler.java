package io.halley.gateway.inbox;

import io.halley.gateway.access.RequestOrigin;
import io.halley.gateway.access.Session;
import io.halley.gateway.access.Sessions;
import io.halley.gateway.presence.Presence;
import io.halley.shared.bus.BoundedReads;
import io.halley.shared.bus.ReadOutcome;
import io.halley.shared.bus.ReadOutcome.Gone;
import io.halley.shared.bus.ReadOutcome.Marked;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import io.halley.shared.http.InboxJson;
import io.halley.shared.http.InboxQuery;
import io.halley.shared.http.JsonAnswer;
import io.halley.shared.http.JsonFields;
import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
import io.halley.shared.http.Query;
import io.halley.shared.http.RequestBody;
import io.halley.shared.http.Utf8;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Objects;

/** {@code /v1/inbox}: always that of the session's user. */
public final class InboxHandler {

    private static final String PATH = "/v1/inbox";
    private static final String USER = "halley.inbox.user";

    private final Sessions sessions;
    private final RequestOrigin origin;
    private final StoreClient store;
    private final BoundedReads reads;
    private final Presence presence;

    public InboxHandler(
            Sessions sessions, RequestOrigin origin, StoreClient store, BoundedReads reads, Presence presence) {
        this.sessions = sessions;
        this.origin = origin;
        this.store = store;
        this.reads = reads;
        this.presence = presence;
    }

    public void mount(Router router) {
        router.get(PATH).handler(this::list);
        router.post(PATH + "/read")
                .handler(this::admit)
                .handler(RequestBody.upTo(ReadBody.LARGEST))
                .handler(this::read);
        router.post(PATH + "/ack")
                .handler(this::admit)
                .handler(RequestBody.upTo(RequestBody.OF_A_COMMAND))
                .handler(this::acknowledge);
    }

    /** {@code {"events":[…],"next",…}}, newest first. */
    private void list(RoutingContext context) {
        UserId user = requireUser(context);
        reads.inbox(
                        user,
                        InboxQuery.filter(context),
                        InboxQuery.after(context),
                        Query.limit(context),
                        page -> JsonAnswer.send(context.response(), 200, InboxJson.page(page)))
                .onFailure(context::fail);
    }

    /** Before the body is read, which is worth nothing from a stranger. */
    private void admit(RoutingContext context) {
        origin.requireSameOrigin(context.request());
        context.put(USER, requireUser(context));
        context.next();
    }

    private void read(RoutingContext context) {
        ReadBody body = ReadBody.read(Utf8.decode(RequestBody.of(context)));
        store.markRead(admitted(context), body.upTo(), body.ids())
                .compose(outcome -> answer(context, outcome))
                .onFailure(context::fail);
    }

    private static Future<Void> answer(RoutingContext context, ReadOutcome outcome) {
        if (outcome instanceof Gone gone) {
            throw new ProblemException(gone(gone.id()));
        }
        Marked marked = (Marked) outcome;
        return JsonAnswer.send(context.response(), 200, InboxJson.state(marked.state()));
    }

    /** Of what a client has: the store hears of it within a second. */
    private void acknowledge(RoutingContext context) {
        JsonFields fields = JsonFields.read(Utf8.decode(RequestBody.of(context)), "cursor");
        Cursor cursor = InboxQuery.cursor("cursor", fields.requiredText("cursor"));
        UserId user = admitted(context);
        presence.delivered(
                user, Channel.ofUser(user), (EventId) cursor.positions().get(0));
        presence.delivered(user, Channel.USERS, (EventId) cursor.positions().get(1));
        context.response().setStatusCode(204).end();
    }

    private UserId requireUser(RoutingContext context) {
        Session session = sessions.of(context.request(), Query.text(context, "user"));
        if (session == null) {
            throw new ProblemException(Problem.unauthorized("inbox: whose? (expected: a user who is signed in)"));
        }
        return session.user();
    }

    private static UserId admitted(RoutingContext context) {
        return Objects.requireNonNull(context.<UserId>get(USER), "admitted first");
    }

    private static Problem gone(EventId id) {
        return new Problem(
                "epoch-gone",
                409,
                "Epoch not in the log",
                "upTo: \"" + id + "\" is of an epoch that this inbox does not have any more, or never had"
                        + " (expected: the id of an event that is in it)",
                Map.of());
    }
}
