package io.halley.shared.http;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.IdempotencyKey;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** The answer to publishing one event. */
public final class PublishAnswer {

    public static final String REPLAYED = "Idempotency-Replayed";

    private PublishAnswer() {}

    /**
     * Answers 201 with the event's id, with {@code Idempotency-Replayed: true} if it was there already.
     *
     * @throws ProblemException 422 if the draft's key was used for another body
     */
    public static Future<Void> send(HttpServerResponse response, EventDraft draft, AppendOutcome outcome) {
        if (!(outcome instanceof AppendOutcome.Appended appended)) {
            throw new ProblemException(problem(draft, outcome));
        }
        if (appended.replayed()) {
            response.putHeader(REPLAYED, "true");
        }
        return JsonAnswer.send(response, 201, toJson(draft.channel(), appended));
    }

    /** {@code {"channel","id","time"}}. */
    public static JsonObject toJson(Channel channel, AppendOutcome.Appended appended) {
        return new JsonObject()
                .put("channel", channel.name())
                .put("id", appended.id().toString())
                .put("time", appended.time());
    }

    /** What an outcome that is not {@link AppendOutcome.Appended} is to the client. */
    public static Problem problem(EventDraft draft, AppendOutcome outcome) {
        IdempotencyKey key = draft.key();
        return outcome instanceof AppendOutcome.Conflict && key != null
                ? Problem.conflictingKey(key.key())
                : Problem.notAttempted(draft.channel().name());
    }
}
