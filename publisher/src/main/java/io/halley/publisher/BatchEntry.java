package io.halley.publisher;

import io.halley.shared.event.Channel;
import io.halley.shared.event.EventDraft;
import io.halley.shared.http.JsonFields;
import io.halley.shared.http.Problem;
import io.halley.shared.http.Problems;
import io.halley.shared.http.PublishBody;
import org.jspecify.annotations.Nullable;

/** One entry of a batch, as it was read. */
sealed interface BatchEntry {

    /** It can be published. */
    record Valid(EventDraft draft) implements BatchEntry {}

    /**
     * It breaks a rule.
     *
     * @param channel as far as it could be read
     */
    record Invalid(@Nullable String channel, Problem problem) implements BatchEntry {}

    /**
     * Reads an entry; never fails.
     *
     * @param json {@code {"channel","type"?,"data"}}
     * @param key of this entry; null for none
     */
    static BatchEntry read(String json, @Nullable String key) {
        try {
            JsonFields fields = JsonFields.read(json, "channel", "type", "data");
            Channel channel = new Channel(fields.requiredText("channel"));
            PublishBody body = PublishBody.of(fields);
            return new Valid(Drafts.of(channel, body.type(), body.data(), key));
        } catch (RuntimeException e) {
            return new Invalid(JsonFields.find(json, "channel"), Problems.of(e));
        }
    }

    /** The name of its channel, or null if that could not be read. */
    default @Nullable String channelName() {
        if (this instanceof Valid valid) {
            return valid.draft().channel().name();
        }
        return ((Invalid) this).channel();
    }
}
