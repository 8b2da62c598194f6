package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.Await;
import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is online: with a connection, or a poll, seconds ago; having signed in is not enough. */
@Timeout(90)
final class PresenceTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final RunningHalley halley = new RunningHalley();

    @AfterEach
    void close() {
        halley.close();
    }

    @Test
    void a_stream_or_a_poll_makes_online_and_signing_in_does_not() throws Exception {
        String streaming = halley.signIn("streaming");
        String polling = halley.signIn("polling");
        halley.signIn("away");

        assertThat(isOnline("streaming") || isOnline("polling") || isOnline("away"))
                .as("before anyone listens")
                .isFalse();
        try (SseStream stream = SseStream.open(halley.gateway(), "channel=users&client=page-1", "Cookie", streaming)) {
            assertThat(stream.head().status()).isEqualTo(200);
            halley.get("/v1/events?channel=users&wait=0", "Cookie", polling);
            Await.until("both are online", SOON, () -> isOnline("streaming") && isOnline("polling"));

            String pushed = halley.postAsBackEnd("/v1/push", "{\"to\":\"online\",\"url\":\"example.org\"}")
                    .body();

            JsonArray results = new JsonObject(pushed).getJsonArray("results");
            assertThat(results.stream().map(result -> ((JsonObject) result).getString("user")))
                    .containsExactlyInAnyOrder("streaming", "polling");
            assertThat(isOnline("away")).isFalse();
            JsonObject device = device("streaming");
            assertThat(device.getString("client")).isEqualTo("page-1");
            assertThat(device.getString("transport")).isEqualTo("sse");
            assertThat(device("polling").getString("transport")).isEqualTo("poll");
            JsonObject gateway = gateway();
            assertThat(gateway.getString("gateway")).isEqualTo(device.getString("gateway"));
            Await.until("one stream", SOON, () -> gateway().getInteger("streams") == 1);
        }
    }

    /** Between the reload and the last poll more time passes than a lease lives after it has ended. */
    @Test
    @Tag("long")
    void a_page_that_is_loaded_anew_or_goes_over_to_polls_stays_and_who_has_gone_leaves_soon() throws Exception {
        String cookie = halley.signIn("1");
        String query = "channel=users&client=";
        SseStream.open(halley.gateway(), query + "before", "Cookie", cookie).kill();
        try (SseStream again = SseStream.open(halley.gateway(), query + "after", "Cookie", cookie)) {
            assertThat(again.head().status()).isEqualTo(200);
            Await.until("online", SOON, () -> isOnline("1"));
            assertThat(Poll.of(halley, query + "after&wait=10", "Cookie", cookie)
                            .events())
                    .isEmpty();
        }
        for (int i = 0; i < 10; i++) {
            assertThat(Poll.of(halley, query + "after&wait=1", "Cookie", cookie).events())
                    .isEmpty();
        }
        assertThat(presence()).containsExactly("join 1");

        Await.until("offline", Duration.ofSeconds(20), () -> !isOnline("1"));
        assertThat(presence()).containsExactly("join 1", "leave 1");
    }

    private List<String> presence() {
        return new JsonObject(halley.getAsBackEnd("/v1/channels/presence/events?cursor=start")
                        .body())
                .getJsonArray("events").stream()
                        .map(JsonObject.class::cast)
                        .map(event -> event.getString("type") + " "
                                + event.getJsonObject("data").getString("user"))
                        .toList();
    }

    private boolean isOnline(String user) {
        return user(user).getBoolean("online");
    }

    private JsonObject device(String user) {
        JsonArray devices = user(user).getJsonArray("devices");
        assertThat(devices).hasSize(1);
        return devices.getJsonObject(0);
    }

    private JsonObject user(String user) {
        return new JsonObject(halley.getAsBackEnd("/v1/users/" + user).body());
    }

    private JsonObject gateway() {
        JsonArray gateways = new JsonObject(halley.getAsBackEnd("/v1/gateways").body()).getJsonArray("gateways");
        assertThat(gateways).as("the loops of one process are one").hasSize(1);
        return gateways.getJsonObject(0);
    }
}
