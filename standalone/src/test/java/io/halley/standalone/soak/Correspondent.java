package io.halley.standalone.soak;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Pushes to one user, and reads for the user, one step after the other; a step without an answer is repeated until it has
 * one, as each may be, so that the model always knows what is true.
 */
final class Correspondent {

    private final Site site;
    private final String user;
    private final String cookie;
    private final InboxModel model;
    private final Consumer<String> violations;
    private final int periodMs;
    private int pushes;
    private boolean stopping;
    private boolean idle;

    Correspondent(Site site, String user, String cookie, InboxModel model, int periodMs, Consumer<String> violations) {
        this.site = site;
        this.user = user;
        this.cookie = cookie;
        this.model = model;
        this.periodMs = periodMs;
        this.violations = violations;
    }

    void start() {
        site.later(periodMs, this::step);
    }

    void stop() {
        stopping = true;
    }

    boolean isIdle() {
        return idle;
    }

    private void step() {
        if (stopping) {
            idle = true;
            return;
        }
        int kind = site.random().nextInt(10);
        if (kind < 7 || model.isEmpty()) {
            push();
        } else {
            String id = model.any(site.random());
            if (kind == 7) {
                read(new JsonObject().put("upTo", id), () -> model.readUpTo(id));
            } else {
                read(new JsonObject().put("ids", new JsonArray().add(id)), () -> model.read(id));
            }
        }
    }

    private void push() {
        String key = user + "-" + ++pushes;
        JsonObject body =
                new JsonObject().put("to", new JsonArray().add(user)).put("url", "https://example.org/" + pushes);
        until200(
                () -> site.ask(site.toPublisher(HttpMethod.POST, "/v1/push").putHeader("Idempotency-Key", key), body),
                answer -> {
                    JsonObject result = answer.json().getJsonArray("results").getJsonObject(0);
                    if (result.getInteger("status") == 201) {
                        model.pushed(result.getString("id"));
                        site.later(periodMs, this::step);
                    } else {
                        pushes--;
                        site.later(200, this::push);
                    }
                });
    }

    private void read(JsonObject body, Runnable done) {
        until200(
                () -> {
                    RequestOptions request = site.toGateway(HttpMethod.POST, "/v1/inbox/read", cookie);
                    return site.ask(request, body);
                },
                answer -> {
                    done.run();
                    check(answer.json());
                    site.later(periodMs, this::step);
                });
    }

    private void check(JsonObject state) {
        long unread = state.getLong("unread");
        long dropped = state.getLong("dropped");
        // whoever is pushed to as one of all may have one event more, which is not known to the model yet
        if (dropped != model.dropped() || unread < model.unread() || unread > model.unread() + 1) {
            violations.accept(user + " has " + unread + " unread and " + dropped + " dropped, not " + model.unread()
                    + " and " + model.dropped());
        }
    }

    private void until200(Supplier<Future<Site.Answer>> attempt, Consumer<Site.Answer> then) {
        attempt.get().onComplete(done -> {
            if (done.succeeded() && done.result().status() == 200) {
                then.accept(done.result());
            } else if (done.succeeded() && !done.result().isUnavailable()) {
                violations.accept(user + " got " + done.result().status() + ": "
                        + done.result().body());
                idle = true;
            } else {
                site.later(500, () -> until200(attempt, then));
            }
        });
    }
}
