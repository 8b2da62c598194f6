package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** The answer to a poll. */
record Poll(List<JsonObject> events, String cursor, boolean more) {

    /** Asks {@code /v1/events?…}; anything but 200 fails the test. */
    static Poll of(RunningHalley halley, String query, String... headers) {
        return of(halley.get("/v1/events?" + query, headers));
    }

    static Poll of(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        Poll poll = of(answer.body());
        assertThat(answer.headers().firstValue("ETag")).contains("\"" + poll.cursor() + "\"");
        return poll;
    }

    static Poll of(String body) {
        JsonObject json = new JsonObject(body);
        List<JsonObject> events =
                json.getJsonArray("events").stream().map(JsonObject.class::cast).toList();
        return new Poll(events, json.getString("cursor"), json.getBoolean("more"));
    }

    /** Everything after a cursor that is there now, however many answers that takes. */
    static List<JsonObject> all(RunningHalley halley, String channels, String cursor, String... headers) {
        Poll poll = of(halley, channels + "&wait=0" + (cursor.isEmpty() ? "" : "&cursor=" + cursor), headers);
        List<JsonObject> events = new ArrayList<>(poll.events());
        while (poll.more()) {
            poll = of(halley, channels + "&wait=0", from(poll.cursor(), headers));
            assertThat(poll.events()).as("what comes after more").isNotEmpty();
            events.addAll(poll.events());
        }
        return events;
    }

    /** The headers of a poll that goes on: the same, but for those that said where the first one began. */
    private static String[] from(String cursor, String... first) {
        // goes before the cursor in the query, which is still the first one
        List<String> headers = new ArrayList<>(List.of("If-None-Match", "\"" + cursor + "\""));
        for (int i = 0; i < first.length; i += 2) {
            if (!first[i].equals("Last-Event-ID") && !first[i].equals("If-None-Match")) {
                headers.addAll(List.of(first[i], first[i + 1]));
            }
        }
        return headers.toArray(String[]::new);
    }
}
