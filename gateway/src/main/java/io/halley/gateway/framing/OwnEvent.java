package io.halley.gateway.framing;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Gap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event of Halley's own: its type begins with {@code $}, it has no id and is in no log.
 *
 * @param json the event object, on one line
 */
public record OwnEvent(String type, String json) {

    /**
     * First on every stream.
     *
     * @param cursor where reading starts
     * @param heartbeat the longest silence, in seconds
     * @param retry how long to wait before coming back, in ms
     * @param client names the page instance
     */
    public static OwnEvent open(String cursor, int heartbeat, int retry, String client) {
        return about(
                "$open",
                new JsonObject()
                        .put("cursor", cursor)
                        .put("heartbeat", heartbeat)
                        .put("retry", retry)
                        .put("client", client));
    }

    /** Events may be lost to this reader; reading goes on at the earliest one. */
    public static OwnEvent gap(Gap gap, String cursor) {
        return new OwnEvent("$gap", gap.toJson(cursor));
    }

    /** Replay is over: once per connection, and again where channels were added. */
    public static OwnEvent caughtUp(String cursor) {
        return about("$caught-up", new JsonObject().put("cursor", cursor));
    }

    /** The session ends at this time, ms since 1970; coming back renews it. */
    public static OwnEvent authExpiring(long at) {
        return about("$auth-expiring", new JsonObject().put("at", at));
    }

    /** The stream ends, because the gateway stops or is full, or to have the session renewed; come back after so many ms. */
    public static OwnEvent drain(int retry) {
        return about("$drain", new JsonObject().put("retry", retry));
    }

    /** How the user's inbox stands; {@code state} is in JSON already. */
    public static OwnEvent inbox(JsonObject state) {
        return about("$inbox", state);
    }

    /** Events were marked as read: how the inbox stands now, and which ones were. */
    public static OwnEvent read(JsonObject stateAndIds) {
        return about("$read", stateAndIds);
    }

    /**
     * A command was done.
     *
     * @param ref what the client named it by, as JSON; null if it did not
     */
    public static OwnEvent ok(@Nullable String ref, JsonObject data) {
        return answer("$ok", ref, data);
    }

    /** A command was refused, or failed; {@code data} is {@code {type, status, detail}}, {@code ref} as in {@link #ok}. */
    public static OwnEvent error(@Nullable String ref, JsonObject data) {
        return answer("$error", ref, data);
    }

    /** The client's own name for it goes back token for token. */
    private static OwnEvent answer(String type, @Nullable String ref, JsonObject data) {
        String rest = data.encode().substring(1);
        String named = ref == null ? "" : "\"ref\":" + ref + (data.isEmpty() ? "" : ",");
        return new OwnEvent(type, "{\"type\":\"" + type + "\",\"data\":{" + named + rest + "}");
    }

    /** The same, which says beside its cursor of which channels that is, in their order. */
    public OwnEvent naming(List<Channel> channels) {
        String names = new JsonArray(channels.stream().map(Channel::name).toList()).encode();
        return new OwnEvent(type, json.substring(0, json.length() - 2) + ",\"channels\":" + names + "}}");
    }

    private static OwnEvent about(String type, JsonObject data) {
        return new OwnEvent(
                type, new JsonObject().put("type", type).put("data", data).encode());
    }
}
