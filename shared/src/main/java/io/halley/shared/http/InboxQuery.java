package io.halley.shared.http;

import io.halley.shared.bus.StoreCommand.ListInbox.Filter;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.EventId;
import io.halley.shared.event.InvalidValueException;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Reads what is asked of an inbox. */
public final class InboxQuery {

    /** The user's own channel, and {@code users}. */
    private static final int CHANNELS = 2;

    private InboxQuery() {}

    /** {@code state=}: which events; all if not given. */
    public static Filter filter(RoutingContext context) {
        String state = Query.text(context, "state");
        return switch (state == null ? "all" : state) {
            case "all" -> Filter.ALL;
            case "read" -> Filter.READ;
            case "unread" -> Filter.UNREAD;
            default -> throw new InvalidValueException("state", String.valueOf(state), "unread, read or all");
        };
    }

    /** {@code after=}: the {@code next} of the part before, or null. */
    public static @Nullable Cursor after(RoutingContext context) {
        String text = Query.text(context, "after");
        return text == null ? null : cursor("after", text);
    }

    /**
     * Two event ids, of the user's own channel and of {@code users}.
     *
     * @param what names the value where it breaks the rule
     */
    public static Cursor cursor(String what, String text) {
        Cursor cursor = Cursor.parse(text, CHANNELS);
        if (cursor.positions().stream().allMatch(EventId.class::isInstance)) {
            return cursor;
        }
        throw new InvalidValueException(what, text, "two event ids joined by ',', such as k3f9x2ab.42,0.0");
    }
}
