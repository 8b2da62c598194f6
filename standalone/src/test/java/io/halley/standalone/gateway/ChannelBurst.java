package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/**
 * Commands that subscribe and unsubscribe at random, sent at once, and the answers to them. The data of each channel's
 * events are their numbers, from 0 on, and each is subscribed from its start.
 */
final class ChannelBurst {

    private static final int COMMANDS = 12;

    /** What an answer said, and how many events of each channel had been seen by then. */
    record Answer(List<String> channels, List<String> cursor, Map<String, Integer> seen) {

        /** Coming back with it brings everything from what was seen on, or from before that. */
        void assertThatNothingIsLost(RunningHalley halley, String cookie, int events) {
            if (channels.isEmpty()) {
                return;
            }
            Map<String, TreeSet<Integer>> brought = new HashMap<>();
            String query = "channel=" + String.join("&channel=", channels);
            for (JsonObject event : Poll.all(halley, query, String.join(",", cursor), "Cookie", cookie)) {
                if (event.containsKey("id")) {
                    brought.computeIfAbsent(event.getString("channel"), channel -> new TreeSet<>())
                            .add(event.getInteger("data"));
                }
            }
            for (String channel : channels) {
                TreeSet<Integer> all = brought.getOrDefault(channel, new TreeSet<>());
                for (int i = seen.getOrDefault(channel, 0); i < events; i++) {
                    assertThat(all).as(channel + " after " + this).contains(i);
                }
            }
        }
    }

    private final List<String> channels;
    private final Random random;
    private final List<String> subscribed = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();

    /** Begins with the first of these channels subscribed. */
    ChannelBurst(List<String> channels, Random random) {
        this.channels = channels;
        this.random = random;
        subscribed.add(channels.get(0));
    }

    List<Answer> answers() {
        return answers;
    }

    /** Sends it, and reads all that comes up to the last answer. */
    void play(RawWebSocket socket) throws IOException {
        ByteArrayOutputStream burst = new ByteArrayOutputStream();
        for (int i = 0; i < COMMANDS; i++) {
            burst.writeBytes(RawWebSocket.frame(RawWebSocket.TEXT, command(i).getBytes(StandardCharsets.UTF_8)));
        }
        socket.send(burst.toByteArray());
        Map<String, Integer> seen = new HashMap<>();
        for (int answered = 0; answered < COMMANDS; ) {
            JsonObject event = socket.nextEvent();
            JsonObject data = event.getString("type").startsWith("$") ? event.getJsonObject("data") : new JsonObject();
            if (event.getString("type").equals("$ok")) {
                assertThat(data.getInteger("ref")).isEqualTo(answered++);
            }
            if (data.containsKey("channels")) {
                answers.add(answer(data, seen));
            } else if (event.containsKey("id")) {
                seen.put(event.getString("channel"), event.getInteger("data") + 1);
            }
        }
        assertThat(answers.get(answers.size() - 1).channels()).isEqualTo(subscribed);
    }

    private static Answer answer(JsonObject data, Map<String, Integer> seen) {
        List<String> named =
                data.getJsonArray("channels").stream().map(String.class::cast).toList();
        String cursor = data.getString("cursor");
        return new Answer(named, cursor.isEmpty() ? List.of() : List.of(cursor.split(",")), Map.copyOf(seen));
    }

    /** Now and then something that takes its time stands before the others. */
    private String command(int ref) {
        if (random.nextInt(4) == 0) {
            return "{\"publish\":{\"channel\":\"chat:between\",\"data\":1},\"ref\":" + ref + "}";
        }
        String channel = channels.get(random.nextInt(channels.size()));
        if (subscribed.remove(channel)) {
            return new JsonObject()
                    .put("unsubscribe", new JsonArray().add(channel))
                    .put("ref", ref)
                    .encode();
        }
        subscribed.add(channel);
        JsonObject from = new JsonObject().put("channel", channel).put("cursor", "start");
        return new JsonObject()
                .put("subscribe", new JsonArray().add(from))
                .put("ref", ref)
                .encode();
    }
}
