package io.halley.gateway.classic;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventType;
import io.halley.shared.event.PushCopy;
import io.halley.shared.event.PushUrl;
import io.halley.shared.event.UserId;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pushed addresses, as events and as old pages have them: one character that says whom for, and no {@code http://}. */
final class Pushes {

    /** Where the id of one user would stand, in a push to all of them. */
    private static final String ALL = "*";

    private static final Pattern SCHEME = Pattern.compile("^https?://");

    private Pushes() {}

    static EventDraft draft(UserId to, PushUrl url) {
        EventData data = new EventData(new JsonObject().put("url", url.text()).encode());
        return new EventDraft(Channel.ofUser(to), EventType.PUSH, data, null, null);
    }

    /** The address of a push; null if the event is none. */
    static @Nullable String url(Event event) {
        return event.type().equals(EventType.PUSH) ? field(event, "url") : null;
    }

    static @Nullable String title(Event event) {
        return field(event, "title");
    }

    /** What a page of this user gets to see. */
    static String words(UserId user, Event event) {
        return words(user, url(event));
    }

    /** What a page gets to see that sees every push, of a copy. */
    static String words(Event event) {
        PushCopy copy = PushCopy.of(event);
        return copy == null ? ALL : words(copy.to(), copy.url().text());
    }

    private static String words(@Nullable UserId user, @Nullable String url) {
        String whom = user == null ? ALL : user.value().substring(0, 1);
        return whom + (url == null ? "" : SCHEME.matcher(url).replaceFirst(""));
    }

    private static @Nullable String field(Event event, String name) {
        try {
            return event.data().json().startsWith("{")
                            && new JsonObject(event.data().json()).getValue(name) instanceof String text
                    ? text
                    : null;
        } catch (DecodeException e) {
            return null;
        }
    }
}
