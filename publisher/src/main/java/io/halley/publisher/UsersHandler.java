package io.halley.publisher;

import io.halley.shared.bus.Page;
import io.halley.shared.bus.PresenceInfo;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.event.UserId;
import io.halley.shared.http.JsonAnswer;
import io.halley.shared.http.PathName;
import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
import io.halley.shared.http.Query;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code /v1/users}: who was ever here, who is online, and how sure that is. */
final class UsersHandler {

    private final StoreClient store;

    UsersHandler(StoreClient store) {
        this.store = store;
    }

    void list(RoutingContext context) {
        boolean online = Query.flag(context, "online");
        Future<Page<UserInfo>> users =
                store.users(online, Query.prefix(context), Query.after(context), Query.limit(context));
        answer(context, users.map(UsersHandler::toJson));
    }

    void show(RoutingContext context) {
        UserId user = PathName.user(context);
        answer(context, store.user(user).map(found -> UserJson.of(found.orElseThrow(() -> unknown(user)))));
    }

    /** The store is asked for both at once. */
    private void answer(RoutingContext context, Future<JsonObject> body) {
        Future<PresenceInfo> presence = store.presence();
        body.compose(json -> presence.map(info -> json.put("presence", UserJson.of(info))))
                .compose(json -> JsonAnswer.send(context.response(), 200, json))
                .onFailure(context::fail);
    }

    private static JsonObject toJson(Page<UserInfo> page) {
        JsonArray users = new JsonArray();
        page.items().forEach(info -> users.add(UserJson.of(info)));
        return new JsonObject().put("users", users).put("next", page.next());
    }

    private static ProblemException unknown(UserId user) {
        return new ProblemException(
                Problem.notFound("user: \"" + user + "\" has not been here (expected: one who has signed in)"));
    }
}
