package io.halley.shared.event;

import org.jspecify.annotations.Nullable;

/**
 * An event before the store has given it an id and a time.
 *
 * @param from the signed-in user who publishes it; null if a back end does
 * @param key makes a repeat of this draft return the first answer; null for none
 */
public record EventDraft(
        Channel channel, EventType type, EventData data, @Nullable UserId from, @Nullable IdempotencyKey key) {

    public EventDraft {
        if (channel.isEphemeral()) {
            throw new IllegalArgumentException("draft for " + channel + ", which has no log");
        }
    }
}
