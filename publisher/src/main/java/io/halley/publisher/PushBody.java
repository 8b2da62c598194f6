package io.halley.publisher;

import io.halley.shared.event.EventData;
import io.halley.shared.event.InvalidValueException;
import io.halley.shared.event.PushUrl;
import io.halley.shared.event.UserId;
import io.halley.shared.http.JsonFields;
import io.halley.shared.http.MediaType;
import io.halley.shared.http.Utf8;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a push says: whom it is for, and what they shall see. */
record PushBody(Target to, PushUrl url, @Nullable String title) {

    static final int MOST_USERS = 1000;
    static final int LONGEST_TITLE = 200;

    /** Whom a push is for. */
    sealed interface Target {

        /** These, each once. */
        record Users(List<UserId> ids) implements Target {}

        /** Whoever is online at this moment. */
        record Online() implements Target {}

        /** Every user, also those who come later. */
        record All() implements Target {}
    }

    /**
     * Reads the body.
     *
     * @throws io.halley.shared.http.ProblemException if it can't be read
     * @throws InvalidValueException if a value breaks a rule
     */
    static PushBody read(@Nullable String contentType, Buffer body) {
        MediaType.read(contentType, MediaType.JSON);
        JsonFields fields = JsonFields.read(Utf8.decode(body), "to", "url", "title");
        if (!fields.has("to")) {
            throw JsonFields.missing("to");
        }
        PushUrl url = PushUrl.parse(fields.requiredText("url"));
        return new PushBody(target(fields), url, title(fields.text("title")));
    }

    /** The data of the event. */
    EventData data() {
        JsonObject data = new JsonObject().put("url", url.text());
        return new EventData((title == null ? data : data.put("title", title)).encode());
    }

    private static Target target(JsonFields fields) {
        List<String> ids = fields.texts("to");
        if (ids != null) {
            return users(ids);
        }
        String word = fields.json("to");
        if ("\"online\"".equals(word)) {
            return new Target.Online();
        }
        if ("\"all\"".equals(word)) {
            return new Target.All();
        }
        throw new InvalidValueException("to", String.valueOf(word), "an array of user ids, \"online\" or \"all\"");
    }

    private static Target users(List<String> ids) {
        Set<UserId> users = new LinkedHashSet<>();
        ids.forEach(id -> users.add(new UserId(id)));
        if (users.isEmpty() || users.size() > MOST_USERS) {
            throw new InvalidValueException("to", users.size() + " users", "1 to " + MOST_USERS + " users");
        }
        return new Target.Users(List.copyOf(users));
    }

    private static @Nullable String title(@Nullable String title) {
        if (title == null || title.isBlank()) {
            return null;
        }
        if (title.codePointCount(0, title.length()) > LONGEST_TITLE
                || title.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidValueException(
                    "title", title, "at most " + LONGEST_TITLE + " characters, none of them a control character");
        }
        return title.strip();
    }
}
