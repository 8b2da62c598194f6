package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many commands at once over one WebSocket: what order their answers have, and what these say. */
@Timeout(60)
class WebSocketBurstTest {

    private static final int BURSTS = 6;

    @AutoClose
    private static final RunningHalley halley = new RunningHalley();

    private static final String alice = halley.signIn("alice");

    /** What one comes back with after any answer: no event that it has not seen is left out. */
    @Test
    void the_cursor_in_every_answer_of_a_burst_is_of_the_channels_beside_it_and_nothing_is_lost_behind_it()
            throws Exception {
        List<String> channels = List.of("chat:b0", "chat:b1", "chat:b2", "chat:b3");
        for (int i = 0; i < 3; i++) {
            for (String channel : channels) {
                halley.publish(channel, String.valueOf(i));
            }
        }
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < BURSTS; round++) {
            ChannelBurst burst = new ChannelBurst(channels, random);
            try (RawWebSocket socket = open("channel=" + channels.get(0) + "&cursor=start")) {
                burst.play(socket);
            }
            for (ChannelBurst.Answer answer : Set.copyOf(burst.answers())) {
                assertThat(answer.cursor()).as("seed " + seed).hasSameSizeAs(answer.channels());
                answer.assertThatNothingIsLost(halley, alice, 3);
            }
        }
    }

    @Test
    void a_thousand_at_once_are_answered_in_their_order() throws Exception {
        ByteArrayOutputStream burst = new ByteArrayOutputStream();
        for (int i = 0; i < 1000; i++) {
            String command = i % 10 == 9
                    ? "{\"nonsense\":1,\"ref\":" + i + "}"
                    : "{\"publish\":{\"channel\":\"chat:burst\",\"data\":" + i + "},\"ref\":" + i + "}";
            burst.writeBytes(RawWebSocket.frame(RawWebSocket.TEXT, command.getBytes(StandardCharsets.UTF_8)));
        }
        try (RawWebSocket socket = open("channel=chat:burst").send(burst.toByteArray())) {
            assertThat(socket.replay()).isEmpty();
            List<Integer> answered = new ArrayList<>();
            List<Integer> events = new ArrayList<>();
            while (answered.size() < 1000 || events.size() < 900) {
                JsonObject event = socket.nextEvent();
                if (event.getString("type").equals("message")) {
                    events.add(event.getInteger("data"));
                } else {
                    int ref = data(event).getInteger("ref");
                    assertThat(event.getString("type")).isEqualTo(ref % 10 == 9 ? "$error" : "$ok");
                    answered.add(ref);
                }
            }
            assertThat(answered).hasSize(1000).isSorted().doesNotHaveDuplicates();
            assertThat(events).hasSize(900).isSorted().doesNotHaveDuplicates();
        }
    }

    private static RawWebSocket open(String query) throws IOException {
        return RawWebSocket.open(halley.gateway(), query, "Cookie", alice);
    }

    private static JsonObject data(JsonObject own) {
        return own.getJsonObject("data");
    }
}
