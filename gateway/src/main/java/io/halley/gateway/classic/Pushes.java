package io.halley.gateway.classic;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventType;
import io.halley.shared.event.PushUrl;
import io.halley.shared.event.UserId;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pushed addresses, as events and as old pages have them: one character that says whom for, and no {@code http://}. */
final class Pushes {

    /** A copy of each push, whoever it is for, for pages that have not said whose they are. */
    static final Channel COPIES = new Channel("classic:push");

    /** Where the id of one user would stand, in a push to all of them. */
    private static final String ALL = "*";

    private static final Pattern SCHEME = Pattern.compile("^https?://");

    private Pushes() {}

    static EventDraft draft(UserId to, PushUrl url) {
        return draft(Channel.ofUser(to), new JsonObject().put("url", url.text()));
    }

    static EventDraft copy(UserId to, PushUrl url) {
        return draft(COPIES, new JsonObject().put("to", to.value()).put("url", url.text()));
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
        return words(user.value(), event);
    }

    /** What a page gets to see that sees every push, of a copy. */
    static String words(Event copy) {
        String to = field(copy, "to");
        return words(to == null || to.isEmpty() || to.equals("all") ? ALL : to, copy);
    }

    private static String words(String user, Event event) {
        String url = url(event);
        return user.substring(0, 1) + (url == null ? "" : SCHEME.matcher(url).replaceFirst(""));
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

    private static EventDraft draft(Channel channel, JsonObject data) {
        return new EventDraft(channel, EventType.PUSH, new EventData(data.encode()), null, null);
    }
}
