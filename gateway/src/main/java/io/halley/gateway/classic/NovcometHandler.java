package io.halley.gateway.classic;

import io.halley.gateway.transport.Transports;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventType;
import io.halley.shared.event.InvalidValueException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /classic/novcomet}: pages that subscribe to keys, and are told which of them have changed. */
final class NovcometHandler {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern SUBSCRIBED = Pattern.compile("subscribed\\[(.*)]", Pattern.DOTALL);
    private static final int MOST_KEYS = 100;
    private static final int LONGEST_SECONDS = 300;

    private final Reading reading;
    private final Visitors visitors;
    private final StoreClient store;
    private final Transports transports;

    NovcometHandler(Reading reading, Visitors visitors, StoreClient store, Transports transports) {
        this.reading = reading;
        this.visitors = visitors;
        this.store = store;
        this.transports = transports;
    }

    /** With {@code publish=KEY} says that it has changed, else is held until a key has. */
    void handle(RoutingContext context) {
        Fields fields = Fields.of(context);
        long sessionEnd = visitors.requireAny(context.request());
        if (fields.text("publish").isEmpty()) {
            poll(context.request(), subscribed(fields), seconds(fields), sessionEnd);
            return;
        }
        Channel channel = NovcometLook.channel(checked(fields.text("publish")));
        store.append(new EventDraft(channel, EventType.MESSAGE, new EventData("true"), null, null))
                .compose(published -> Answers.json(context.response()).end("true"))
                .onFailure(context::fail);
    }

    private void poll(HttpServerRequest http, Map<String, Long> keys, int seconds, long sessionEnd) {
        List<Channel> channels =
                keys.keySet().stream().map(NovcometLook::channel).toList();
        Look look = new NovcometLook(reading.heads(), keys);
        Answers.json(http.response());
        HeldPoll poll = new HeldPoll(http, channels, reading.agenda(), sessionEnd, look);
        transports.hold(poll, () -> reading.agenda().in(seconds, poll::endWithNothing));
    }

    private static Map<String, Long> subscribed(Fields fields) {
        Map<String, Long> keys = new LinkedHashMap<>();
        fields.values().forEach((name, value) -> {
            Matcher subscribed = SUBSCRIBED.matcher(name);
            if (subscribed.matches()) {
                keys.put(checked(subscribed.group(1)), Stamp.parse(value));
            }
        });
        if (keys.isEmpty() || keys.size() > MOST_KEYS) {
            throw new InvalidValueException(
                    "subscribed", keys.size() + " keys", "1 to " + MOST_KEYS + ", each as subscribed[KEY]=TIMESTAMP");
        }
        return keys;
    }

    private static String checked(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new InvalidValueException("key", key, "1 to 64 of A-Z a-z 0-9 _ . -");
        }
        return key;
    }

    private static int seconds(Fields fields) {
        int seconds = fields.number("tries", 20, 0, LONGEST_SECONDS) * fields.number("sleep", 2, 0, LONGEST_SECONDS);
        if (seconds > LONGEST_SECONDS) {
            throw new InvalidValueException(
                    "tries", seconds + " s in all", "tries times sleep at most " + LONGEST_SECONDS + " s");
        }
        return seconds;
    }
}
