package io.halley.shared.http;

import io.halley.shared.bus.InboxEntry;
import io.halley.shared.bus.InboxPage;
import io.halley.shared.bus.InboxState;
import io.halley.shared.bus.Receipt;
import io.vertx.core.json.JsonObject;
import java.util.StringJoiner;
import java.util.function.Function;

/** An inbox in JSON, as its user and back ends see it. */
public final class InboxJson {

    private InboxJson() {}

    /** {@code {"unread","dropped","readUpTo","head","version"}}. */
    public static JsonObject state(InboxState state) {
        return new JsonObject()
                .put("unread", state.unread())
                .put("dropped", state.dropped())
                .put("readUpTo", state.readUpTo().toString())
                .put("head", state.head().toString())
                .put("version", state.version());
    }

    /**
     * {@code {"events":[…],"next",…}} with the fields of {@link #state} behind it, as text on one line; each event is its
     * event object with {@code readAt}, in ms since 1970 or null.
     */
    public static String page(InboxPage page) {
        return page(page, receipt -> "");
    }

    /**
     * The same with more about each event.
     *
     * @param more fields to add to the event object, each as JSON with a comma before it
     */
    public static String page(InboxPage page, Function<Receipt, String> more) {
        StringJoiner events = new StringJoiner(",", "[", "]");
        for (InboxEntry entry : page.entries()) {
            String event = entry.event().toJson();
            // not parsed, because data is kept token for token
            events.add(event.substring(0, event.length() - 1) + ",\"readAt\":"
                    + entry.receipt().read() + more.apply(entry.receipt()) + "}");
        }
        String next = page.next() == null ? "null" : "\"" + page.next() + "\"";
        return "{\"events\":" + events + ",\"next\":" + next + ","
                + state(page.state()).encode().substring(1);
    }
}
