package io.halley.publisher;

import io.halley.shared.bus.Page;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.event.UserId;
import io.halley.shared.http.JsonAnswer;
import io.halley.shared.http.PathName;
import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
import io.halley.shared.http.Query;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code /v1/users}: who was ever here, and who is online. */
final class UsersHandler {

    private final StoreClient store;

    UsersHandler(StoreClient store) {
        this.store = store;
    }

    void list(RoutingContext context) {
        boolean online = Query.flag(context, "online");
        store.users(online, Query.prefix(context), Query.after(context), Query.limit(context))
                .compose(page -> JsonAnswer.send(context.response(), 200, toJson(page)))
                .onFailure(context::fail);
    }

    void show(RoutingContext context) {
        UserId user = PathName.user(context);
        store.user(user)
                .map(found -> found.orElseThrow(() -> unknown(user)))
                .compose(info -> JsonAnswer.send(context.response(), 200, toJson(info)))
                .onFailure(context::fail);
    }

    private static JsonObject toJson(Page<UserInfo> page) {
        JsonArray users = new JsonArray();
        page.items().forEach(info -> users.add(toJson(info)));
        return new JsonObject().put("users", users).put("next", page.next());
    }

    private static JsonObject toJson(UserInfo info) {
        return new JsonObject()
                .put("user", info.user().value())
                .put("online", info.online())
                .put("firstSeen", info.firstSeen())
                .put("lastSeen", info.lastSeen());
    }

    private static ProblemException unknown(UserId user) {
        return new ProblemException(
                Problem.notFound("user: \"" + user + "\" has not been here (expected: one who has signed in)"));
    }
}
