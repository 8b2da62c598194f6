package io.halley.standalone.soak;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the publisher tells a back end about presence. */
record Observer(Site site) {

    /** Who is online, page by page, or why that can't be said now. */
    Future<Set<String>> online() {
        return online(null, new HashSet<>());
    }

    /** Takes every event of {@code presence}, from the first one on. */
    Future<Void> history(PresenceLedger ledger) {
        return history("start", ledger);
    }

    private Future<Set<String>> online(@Nullable String after, Set<String> found) {
        String uri = "/v1/users?online=true&limit=1000" + (after == null ? "" : "&after=" + after);
        return get(uri).compose(page -> {
            page.getJsonArray("users").forEach(user -> found.add(((JsonObject) user).getString("user")));
            String next = page.getString("next");
            return next == null ? Future.succeededFuture(found) : online(next, found);
        });
    }

    private Future<Void> history(String cursor, PresenceLedger ledger) {
        return get("/v1/channels/presence/events?limit=1000&cursor=" + cursor).compose(page -> {
            page.getJsonArray("events").forEach(event -> ledger.take((JsonObject) event));
            return page.getBoolean("more") ? history(page.getString("cursor"), ledger) : Future.succeededFuture();
        });
    }

    private Future<JsonObject> get(String uri) {
        return site.ask(site.toPublisher(HttpMethod.GET, uri), null)
                .compose(answer -> answer.status() == 200
                        ? Future.succeededFuture(answer.json())
                        : Future.failedFuture(uri + ": " + answer.status() + " " + answer.body()));
    }
}
