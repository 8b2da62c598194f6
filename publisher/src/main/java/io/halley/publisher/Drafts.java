package io.halley.publisher;

import io.halley.shared.event.Channel;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventType;
import io.halley.shared.event.IdempotencyKey;
import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
import org.jspecify.annotations.Nullable;

/** Makes drafts of what holders of the publish key want to publish. */
final class Drafts {

    private Drafts() {}

    /**
     * One draft.
     *
     * @param key as it was sent; null for none
     * @throws ProblemException 403 if only Halley itself publishes in the channel
     */
    static EventDraft of(Channel channel, EventType type, EventData data, @Nullable String key) {
        if (channel.isMadeByHalley()) {
            throw new ProblemException(Problem.forbidden("channel: \"" + channel
                    + "\" (expected: another one; Halley itself makes the events of this one)"));
        }
        IdempotencyKey scoped = key == null ? null : IdempotencyKey.of(PublishKey.PRINCIPAL, key, type, data);
        return new EventDraft(channel, type, data, null, scoped);
    }
}
