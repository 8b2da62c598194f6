package io.halley.gateway.command;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.InvalidValueException;
import io.halley.shared.event.Position;
import io.halley.shared.http.Idempotency;
import io.halley.shared.http.JsonFields;
import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
import io.halley.shared.http.PublishBody;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a client asks for, as far as it can be known without looking at anything else. */
sealed interface Command {

    String SUBSCRIBE = "subscribe";
    String UNSUBSCRIBE = "unsubscribe";
    String PUBLISH = "publish";
    String ACK = "ack";

    /**
     * Reads more channels.
     *
     * @param channels at least one, without doubles
     * @param cursor one position for each
     */
    record Subscribe(List<Channel> channels, Cursor cursor) implements Command {}

    /** Reads these no more; at least one, without doubles. */
    record Unsubscribe(List<Channel> channels) implements Command {}

    /** Publishes an event; {@code key} makes a repeat harmless. */
    record Publish(Channel channel, PublishBody body, @Nullable String key) implements Command {}

    /** Says how far events have arrived; what it is a cursor of, the subscription tells. */
    record Ack(String cursor) implements Command {}

    /**
     * Reads the one command of a message.
     *
     * @throws ProblemException if there is none, or more than one, or it can't be read
     * @throws InvalidValueException if a value in it breaks a rule
     */
    static Command of(JsonFields message) {
        List<String> named = Stream.of(SUBSCRIBE, UNSUBSCRIBE, PUBLISH, ACK)
                .filter(message::has)
                .toList();
        if (named.size() != 1) {
            throw new ProblemException(Problem.badRequest(
                    "message: " + named.size() + " commands (expected: one of subscribe, unsubscribe, publish, ack)"));
        }
        return switch (named.get(0)) {
            case SUBSCRIBE -> subscribe(json(message, SUBSCRIBE));
            case UNSUBSCRIBE -> unsubscribe(message);
            case PUBLISH -> publish(json(message, PUBLISH));
            default -> new Ack(message.requiredText(ACK));
        };
    }

    private static Subscribe subscribe(String json) {
        if (!json.startsWith("[")) {
            throw new InvalidValueException(SUBSCRIBE, json, "an array of objects with channel, cursor");
        }
        List<String> names = new ArrayList<>();
        List<Position> cursor = new ArrayList<>();
        for (String element : JsonFields.elements(json)) {
            JsonFields fields = JsonFields.read(element, "channel", "cursor");
            String position = fields.text("cursor");
            names.add(fields.requiredText("channel"));
            cursor.add(position == null ? Position.NOW : Position.parse(position));
        }
        return new Subscribe(channels(SUBSCRIBE, names), new Cursor(cursor));
    }

    private static Unsubscribe unsubscribe(JsonFields message) {
        List<String> names = message.texts(UNSUBSCRIBE);
        if (names == null) {
            throw new InvalidValueException(UNSUBSCRIBE, json(message, UNSUBSCRIBE), "an array of channels");
        }
        return new Unsubscribe(channels(UNSUBSCRIBE, names));
    }

    private static Publish publish(String json) {
        JsonFields fields = JsonFields.read(json, "channel", "type", "data", "idempotencyKey");
        String key = fields.text("idempotencyKey");
        return new Publish(
                new Channel(fields.requiredText("channel")),
                PublishBody.of(fields),
                key == null ? null : Idempotency.key("idempotencyKey", key));
    }

    private static List<Channel> channels(String what, List<String> names) {
        if (names.isEmpty()) {
            throw new InvalidValueException(what, "[]", "at least one channel");
        }
        Set<Channel> channels = new LinkedHashSet<>();
        for (String name : names) {
            if (!channels.add(new Channel(name))) {
                throw new InvalidValueException("channel", name, "each channel once");
            }
        }
        return List.copyOf(channels);
    }

    private static String json(JsonFields message, String name) {
        String json = message.json(name);
        if (json == null) {
            throw JsonFields.missing(name);
        }
        return json;
    }
}
