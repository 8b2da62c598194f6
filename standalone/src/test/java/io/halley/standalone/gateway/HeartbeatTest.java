package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeartbeatTest {

    private final AtomicInteger published = new AtomicInteger();
    private final Map<Transport, RawConnection> silent = new EnumMap<>(Transport.class);

    @Test
    void silence_is_broken_within_15_s_over_every_transport_and_a_busy_stream_gets_none() throws Exception {
        ScheduledExecutorService steadily = Executors.newSingleThreadScheduledExecutor();
        try (RunningHalley halley = new RunningHalley();
                SseStream busy = SseStream.open(halley.gateway(), "channel=public:busy")) {
            busy.replay();
            for (Transport transport : Transport.values()) {
                if (transport.isStream()) {
                    hold(halley, transport);
                }
            }
            long start = System.nanoTime();
            var publishing = steadily.scheduleAtFixedRate(() -> publish(halley), 0, 1, TimeUnit.SECONDS);
            for (Map.Entry<Transport, RawConnection> entry : silent.entrySet()) {
                assertHeartbeat(entry.getKey(), entry.getValue().patience(Duration.ofSeconds(30)));
            }
            // two looks, and that the machine stands still for a while
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(14 + 10));

            publishing.cancel(false);
            steadily.shutdown();
            assertThat(steadily.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            assertOnlyEvents(busy, halley.publish("public:busy", "\"last\"").getString("id"));
        } finally {
            steadily.shutdownNow();
            silent.values().forEach(RawConnection::close);
        }
    }

    private void publish(RunningHalley halley) {
        halley.publish("public:busy", "1");
        published.incrementAndGet();
    }

    private void hold(RunningHalley halley, Transport transport) throws IOException {
        RawConnection connection = new RawConnection(halley.gateway());
        silent.put(transport, connection);
        TransportClient client = transport.over(connection, "channel=public:silent");
        client.replay();
    }

    /** The next that comes; read in turn, since each had to come by now. */
    private static void assertHeartbeat(Transport transport, RawConnection connection) throws IOException {
        switch (transport) {
            case SSE -> assertThat(connection.readUntil("\n\n")).isEqualTo(":\n\n");
            case NDJSON -> assertThat(connection.readUntil("\n")).isEqualTo("\n");
            case IFRAME ->
                assertThat(connection.readUntil("</script>"))
                        .endsWith(";\nparent.halley.onEvents(JSON.parse('[]'));\n</script>");
            default -> {
                // one unmasked text frame of one byte
                assertThat(connection.read()).isEqualTo(0x81);
                assertThat(connection.read()).isEqualTo(1);
                assertThat(connection.read()).isEqualTo('\n');
            }
        }
    }

    private void assertOnlyEvents(SseStream busy, String last) throws IOException {
        SseStream.Block block = busy.next();
        int events = 0;
        while (!last.equals(block.id())) {
            assertThat(block.comment()).isNull();
            assertThat(block.json().getInteger("data")).isEqualTo(1);
            events++;
            block = busy.next();
        }
        assertThat(published).hasPositiveValue().hasValue(events);
    }
}
