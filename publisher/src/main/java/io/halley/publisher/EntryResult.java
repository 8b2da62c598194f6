package io.halley.publisher;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.event.EventDraft;
import io.halley.shared.http.Problem;
import io.halley.shared.http.PublishAnswer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What became of one entry of a batch or a push. */
sealed interface EntryResult {

    /** As the answer shows it. */
    JsonObject toJson();

    /** It is in the log. */
    record Stored(EventDraft draft, AppendOutcome.Appended outcome) implements EntryResult {
        @Override
        public JsonObject toJson() {
            JsonObject json = new JsonObject().put("status", 201);
            json.mergeIn(PublishAnswer.toJson(draft.channel(), outcome));
            return outcome.replayed() ? json.put("replayed", true) : json;
        }
    }

    /**
     * It is not, or it is not known whether it is.
     *
     * @param channel as far as it could be read
     */
    record Failed(@Nullable String channel, Problem problem) implements EntryResult {
        @Override
        public JsonObject toJson() {
            JsonObject json = new JsonObject().put("status", problem.status());
            if (channel != null) {
                json.put("channel", channel);
            }
            return json.put("problem", problem.toJson());
        }
    }

    static EntryResult of(EventDraft draft, AppendOutcome outcome) {
        return outcome instanceof AppendOutcome.Appended appended
                ? new Stored(draft, appended)
                : new Failed(draft.channel().name(), PublishAnswer.problem(draft, outcome));
    }
}
