package io.halley.gateway.transport;

import io.halley.gateway.subscription.Connection;
import io.halley.gateway.subscription.Subscription;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.InvalidValueException;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.event.UserId;
import io.halley.shared.http.Query;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /v1/events} asks for.
 *
 * @param channels 1 to 100, without doubles; over a WebSocket, which can subscribe later, also none
 * @param cursor one position per channel
 * @param client names the page instance; null if it did not say
 * @param waitSeconds how long a poll may be held, 0 to 300
 * @param limit how many events a poll takes, 1 to 1,000
 * @param types whether a browser's EventSource is to dispatch events under their types, and not all as {@code message}
 * @param callback the function of the page around it that an iframe calls, {@code parent.halley.onNAME}
 * @param inbox which version of the inbox's state a poll knows, empty for none; null if it does not want to know
 * @param user who is signed in; null if nobody
 */
public record SubscribeRequest(
        List<Channel> channels,
        Cursor cursor,
        Kind transport,
        @Nullable String client,
        int waitSeconds,
        int limit,
        boolean types,
        String callback,
        @Nullable String inbox,
        @Nullable UserId user) {

    /** The transports, by their names in {@code transport=}. */
    public enum Kind {
        SSE,
        POLL,
        NDJSON,
        IFRAME,
        WS;

        /** As in {@code transport=}. */
        public String parameter() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The most that one connection or poll subscribes to. */
    public static final int MOST_CHANNELS = 100;

    static final int LONGEST_WAIT_SECONDS = 300;

    private static final String USUAL_CALLBACK = "parent.halley.onEvents";

    /**
     * Only what a page has put there to be called: over {@code parent.document} buttons could be pressed, and {@code on}
     * before a capital letter is the name of no function that a browser itself has, whatever {@code halley} is there.
     */
    private static final Pattern CALLBACK = Pattern.compile("(?=.{1,128}$)parent\\.halley\\.on[A-Z]\\w*");

    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern INBOX = Pattern.compile("[0-9a-z.-]{0,100}");

    /**
     * Reads a request, whoever it is from.
     *
     * @throws InvalidValueException for the first parameter that breaks a rule
     */
    public static SubscribeRequest of(RoutingContext context) {
        Kind transport = TransportChoice.of(context);
        List<Channel> channels = channels(context.queryParam("channel"), transport == Kind.WS ? 0 : 1);
        return new SubscribeRequest(
                channels,
                cursor(context, channels.size()),
                transport,
                client(Query.text(context, "client")),
                Query.number(context, "wait", 25, 0, LONGEST_WAIT_SECONDS),
                Query.limit(context, Query.LARGEST_PAGE),
                types(Query.text(context, "dispatch")),
                transport == Kind.IFRAME ? callback(Query.text(context, "callback")) : USUAL_CALLBACK,
                inbox(Query.text(context, "inbox")),
                null);
    }

    /** The same, from a user who is signed in. */
    public SubscribeRequest from(UserId signedIn) {
        return new SubscribeRequest(
                channels, cursor, transport, client, waitSeconds, limit, types, callback, inbox, signedIn);
    }

    private static List<Channel> channels(List<String> names, int least) {
        if (names.size() < least || names.size() > MOST_CHANNELS) {
            throw new InvalidValueException(
                    "channel", names.size() + " channels", least + " to " + MOST_CHANNELS + ", each as channel=NAME");
        }
        LinkedHashSet<Channel> channels = new LinkedHashSet<>();
        for (String name : names) {
            if (!channels.add(new Channel(name))) {
                throw new InvalidValueException("channel", name, "each channel once");
            }
        }
        return List.copyOf(channels);
    }

    /** What the browser remembered goes first: the address of a page that comes back still holds its first cursor. */
    private static Cursor cursor(RoutingContext context, int channels) {
        HttpServerRequest request = context.request();
        String remembered = firstOf(request.getHeader("Last-Event-ID"), unquoted(request.getHeader("If-None-Match")));
        if (remembered != null) {
            return Cursor.parseRemembered(remembered, channels);
        }
        String asked = firstOf(Query.text(context, "cursor"), null);
        if (asked != null) {
            return Cursor.parse(asked, channels);
        }
        String polyfill = firstOf(Query.text(context, "lastEventId"), null);
        return polyfill == null ? Cursor.all(Position.NOW, channels) : Cursor.parseRemembered(polyfill, channels);
    }

    private static @Nullable String firstOf(@Nullable String one, @Nullable String other) {
        return one != null && !one.isEmpty() ? one : other != null && !other.isEmpty() ? other : null;
    }

    private static @Nullable String unquoted(@Nullable String tag) {
        if (tag == null) {
            return null;
        }
        String strong = tag.startsWith("W/") ? tag.substring(2) : tag;
        boolean quoted = strong.length() >= 2 && strong.startsWith("\"") && strong.endsWith("\"");
        return quoted ? strong.substring(1, strong.length() - 1) : strong;
    }

    private static boolean types(@Nullable String dispatch) {
        if (dispatch != null && !dispatch.equals("type") && !dispatch.equals("message")) {
            throw new InvalidValueException("dispatch", dispatch, "type or message");
        }
        return !"message".equals(dispatch);
    }

    private static String callback(@Nullable String named) {
        String name = named == null ? USUAL_CALLBACK : named;
        if (!CALLBACK.matcher(name).matches()) {
            throw new InvalidValueException(
                    "callback",
                    name,
                    "parent.halley.onNAME, with a name of A-Z a-z 0-9 _ that begins with a capital letter,"
                            + " at most 128 characters");
        }
        return name;
    }

    private static @Nullable String client(@Nullable String named) {
        if (named != null && !CLIENT.matcher(named).matches()) {
            throw new InvalidValueException("client", named, "1 to 64 of A-Z a-z 0-9 _ -");
        }
        return named;
    }

    private static @Nullable String inbox(@Nullable String version) {
        if (version != null && !INBOX.matcher(version).matches()) {
            throw new InvalidValueException("inbox", version, "the version of an $inbox, or nothing");
        }
        return version;
    }

    /** The stream that it asks for; {@code sessionEnd} as there. */
    StreamRequest stream(long sessionEnd) {
        return new StreamRequest(channels, cursor, user, client, sessionEnd);
    }

    /** The poll that it asks for, over this connection. */
    Subscription poll(Connection connection) {
        // a poll has but one turn, so that chance decides whose it is
        int first = ThreadLocalRandom.current().nextInt(channels.size());
        return new Subscription(channels, cursor, user, connection, new ReadLimit(limit, PollAnswer.MOST_BYTES), first);
    }
}
