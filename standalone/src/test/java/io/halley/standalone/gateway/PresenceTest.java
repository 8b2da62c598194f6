package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who is online: with a connection, or a poll, less than 30 s ago; having signed in is not enough. */
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
        try (SseStream stream = SseStream.open(halley.gateway(), "channel=users", "Cookie", streaming)) {
            assertThat(stream.head().status()).isEqualTo(200);
            halley.get("/v1/events?channel=users&wait=0", "Cookie", polling);
            Await.until("both are online", SOON, () -> isOnline("streaming") && isOnline("polling"));

            String pushed = halley.postAsBackEnd("/v1/push", "{\"to\":\"online\",\"url\":\"example.org\"}")
                    .body();

            JsonArray results = new JsonObject(pushed).getJsonArray("results");
            assertThat(results.stream().map(result -> ((JsonObject) result).getString("user")))
                    .containsExactlyInAnyOrder("streaming", "polling");
            assertThat(isOnline("away")).isFalse();
        }
    }

    @Test
    @Tag("long")
    void who_has_gone_is_offline_after_half_a_minute() throws Exception {
        String cookie = halley.signIn("1");
        try (SseStream stream = SseStream.open(halley.gateway(), "channel=users", "Cookie", cookie)) {
            assertThat(stream.head().status()).isEqualTo(200);
            Await.until("online", SOON, () -> isOnline("1"));
        }
        Await.until("offline", Duration.ofSeconds(45), () -> !isOnline("1"));
    }

    private boolean isOnline(String user) {
        return new JsonObject(halley.getAsBackEnd("/v1/users/" + user).body()).getBoolean("online");
    }
}
