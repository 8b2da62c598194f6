package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.Await;
import io.halley.standalone.RunningHalley;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody is cut off by a gateway that stops, over any transport. */
@Timeout(60)
class DrainTest {

    @Test
    void a_stop_is_quick_and_ends_everything_properly() throws Exception {
        List<TransportClient> streams = new ArrayList<>();
        List<RawConnection> polls = new ArrayList<>();
        try (RunningHalley halley = new RunningHalley()) {
            String id = halley.publish("public:drained", "1").getString("id");
            for (int i = 0; i < 4; i++) {
                for (Transport transport : Transport.values()) {
                    if (transport.isStream()) {
                        streams.add(caughtUp(halley, transport, i));
                    }
                }
                polls.add(new RawConnection(halley.gateway())
                        .get("/v1/events?channel=public:drained&wait=300&cursor=" + id));
            }
            Await.subscribers(halley, "public:drained", streams.size() + polls.size());
            long start = System.nanoTime();
            halley.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            for (TransportClient stream : streams) {
                assertThat(Objects.requireNonNull(stream.next()).isOfType("$drain"))
                        .isTrue();
                assertThat(stream.next()).isNull();
            }
            for (RawConnection poll : polls) {
                RawConnection.Answer answer = poll.readAnswer();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(Poll.of(answer.body())).isEqualTo(new Poll(List.of(), id, false));
                assertThat(poll.isAtEnd()).isTrue();
            }
        } finally {
            streams.forEach(TransportClient::kill);
            polls.forEach(RawConnection::kill);
        }
    }

    /** One that has caught up; every second one speaks HTTP/1.0, and every fourth one asks to keep the connection. */
    private static TransportClient caughtUp(RunningHalley halley, Transport transport, int number) throws IOException {
        RawConnection connection = new RawConnection(halley.gateway());
        boolean old = number % 2 == 1 && transport != Transport.WS;
        TransportClient client = transport.over(
                old ? connection.old() : connection,
                "channel=public:drained&cursor=start",
                "Connection",
                number == 3 ? "keep-alive" : "x");
        assertThat(client.replay()).anyMatch(said -> said.isOfType("message"));
        if (transport != Transport.WS) {
            assertThat(client.head().header("Transfer-Encoding")).isEqualTo(old ? null : "chunked");
            assertThat(client.head().header("Connection")).isEqualTo(old ? "close" : null);
        }
        return client;
    }
}
