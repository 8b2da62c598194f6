package io.halley.gateway.access;

import io.halley.shared.event.Channel;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.IdempotencyKey;
import io.halley.shared.event.UserId;
import io.halley.shared.http.PublishBody;
import org.jspecify.annotations.Nullable;

/** What signed-in users publish, however it comes here. */
public final class UserEvents {

    private UserEvents() {}

    /** The event that is to be stored; a key counts for this user and channel. */
    public static EventDraft draft(UserId user, Channel channel, PublishBody body, @Nullable String key) {
        return new EventDraft(
                channel,
                body.type(),
                body.data(),
                user,
                key == null ? null : IdempotencyKey.of("user:" + user, key, body.type(), body.data()));
    }
}
