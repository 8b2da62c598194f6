package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a reader has seen of its channels, of which each event's data is its number, or an array that begins with it. An
 * event that comes twice, or after a hole, fails it at once.
 */
final class Seen {

    private final List<String> channels;
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Map<String, String> ids = new LinkedHashMap<>();
    private final List<String> own = new ArrayList<>();
    private final Map<String, Map<String, Integer>> given = new LinkedHashMap<>();

    /** Takes the channels in the order of the request, of which nothing is seen. */
    Seen(List<String> channels) {
        this.channels = channels;
        for (String channel : channels) {
            counts.put(channel, 0);
            ids.put(channel, "0.0");
        }
    }

    /** The same channels, from where this reader was when it was given a cursor. */
    Seen at(String cursor) {
        Seen seen = new Seen(channels);
        seen.counts.putAll(given.get(cursor));
        return seen;
    }

    void take(TransportClient.Said said) {
        if (said.event() != null) {
            JsonObject event = new JsonObject(said.event());
            if (event.getString("type").startsWith("$")) {
                own.add(event.getString("type"));
            } else {
                count(event);
            }
        }
        if (said.cursor() != null) {
            given.put(said.cursor(), Map.copyOf(counts));
        }
    }

    private void count(JsonObject event) {
        String channel = event.getString("channel");
        Object data = event.getValue("data");
        Object number = data instanceof JsonArray array ? array.getValue(0) : data;
        assertThat(number).as("the next event of " + channel + ": " + event).isEqualTo(counts.get(channel));
        counts.merge(channel, 1, Integer::sum);
        ids.put(channel, event.getString("id"));
    }

    int count(String channel) {
        return counts.getOrDefault(channel, 0);
    }

    /** How many events of each channel, in the order of the request. */
    List<Integer> counts() {
        return List.copyOf(counts.values());
    }

    /** The types of Halley's own events, in their order. */
    List<String> own() {
        return own;
    }

    /** The last id of each channel, in the order of the request: the cursor that a client may make. */
    String cursor() {
        return String.join(",", ids.values());
    }

    /** The cursors that it was given, in their order. */
    List<String> given() {
        return List.copyOf(given.keySet());
    }

    /** To be sent as a query. */
    String query() {
        return channels.stream().map(channel -> "channel=" + channel).collect(Collectors.joining("&"));
    }
}
