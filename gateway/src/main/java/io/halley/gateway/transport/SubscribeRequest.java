package io.halley.gateway.transport;

import io.halley.gateway.subscription.Connection;
import io.halley.gateway.subscription.Subscription;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.InvalidValueException;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /v1/events} asks for.
 *
 * @param channels 1 to 100, without doubles
 * @param cursor one position per channel
 * @param client names the page instance; made up if it did not say
 * @param waitSeconds how long a poll may be held, 0 to 300
 * @param limit how many events a poll takes, 1 to 1,000
 */
record SubscribeRequest(
        List<Channel> channels, Cursor cursor, Kind transport, String client, int waitSeconds, int limit) {

    /** The transports, by their names in {@code transport=}. */
    enum Kind {
        SSE,
        POLL
    }

    static final int MOST_CHANNELS = 100;

    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Reads a request.
     *
     * @throws InvalidValueException for the first parameter that breaks a rule
     */
    static SubscribeRequest of(HttpServerRequest request) {
        MultiMap query = request.params();
        List<Channel> channels = channels(query.getAll("channel"));
        return new SubscribeRequest(
                channels,
                cursor(request, query, channels.size()),
                transport(request, query),
                client(query.get("client")),
                number(query, "wait", 25, 0, 300),
                number(query, "limit", 1000, 1, 1000));
    }

    private static List<Channel> channels(List<String> names) {
        if (names.isEmpty() || names.size() > MOST_CHANNELS) {
            throw new InvalidValueException(
                    "channel", names.size() + " channels", "1 to " + MOST_CHANNELS + ", each as channel=NAME");
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
    private static Cursor cursor(HttpServerRequest request, MultiMap query, int channels) {
        String remembered = firstOf(request.getHeader("Last-Event-ID"), unquoted(request.getHeader("If-None-Match")));
        if (remembered != null) {
            return Cursor.parseRemembered(remembered, channels);
        }
        String asked = firstOf(query.get("cursor"), null);
        if (asked != null) {
            return Cursor.parse(asked, channels);
        }
        String polyfill = firstOf(query.get("lastEventId"), null);
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

    private static Kind transport(HttpServerRequest request, MultiMap query) {
        String named = query.get("transport");
        if (named != null) {
            for (Kind kind : Kind.values()) {
                if (kind.name().toLowerCase(Locale.ROOT).equals(named)) {
                    return kind;
                }
            }
            throw new InvalidValueException("transport", named, "sse or poll");
        }
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/event-stream") ? Kind.SSE : Kind.POLL;
    }

    private static String client(@Nullable String named) {
        if (named == null) {
            return Long.toUnsignedString(RANDOM.nextLong(), 36);
        }
        if (!CLIENT.matcher(named).matches()) {
            throw new InvalidValueException("client", named, "1 to 64 of A-Z a-z 0-9 _ -");
        }
        return named;
    }

    private static int number(MultiMap query, String name, int otherwise, int least, int most) {
        String text = query.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new InvalidValueException(name, text, "a whole number from " + least + " to " + most);
    }

    /** The subscription that it asks for, over this connection. */
    Subscription subscription(Connection connection) {
        ReadLimit read = transport == Kind.SSE ? ReadLimit.PAGE : new ReadLimit(limit, PollAnswer.MOST_BYTES);
        return new Subscription(channels, cursor, connection, read);
    }
}
