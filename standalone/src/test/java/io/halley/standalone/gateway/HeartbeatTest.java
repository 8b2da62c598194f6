package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeartbeatTest {

    @Test
    void silence_is_broken_by_a_comment_within_15_s_and_a_busy_stream_gets_none() throws Exception {
        ScheduledExecutorService steadily = Executors.newSingleThreadScheduledExecutor();
        try (RunningHalley halley = new RunningHalley();
                SseStream silent = SseStream.open(halley.gateway(), "channel=public:silent");
                SseStream busy = SseStream.open(halley.gateway(), "channel=public:busy")) {
            silent.replay();
            busy.replay();
            long start = System.nanoTime();
            var publishing =
                    steadily.scheduleAtFixedRate(() -> halley.publish("public:busy", "1"), 0, 1, TimeUnit.SECONDS);
            SseStream.Block heartbeat = silent.patience(Duration.ofSeconds(20)).next();
            Duration silence = Duration.ofNanos(System.nanoTime() - start);
            assertThat(heartbeat).isEqualTo(new SseStream.Block(null, null, null, null, ""));
            assertThat(silence).isLessThan(Duration.ofMillis(15_500));

            publishing.cancel(false);
            steadily.shutdown();
            assertThat(steadily.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            String last = halley.publish("public:busy", "\"last\"").getString("id");
            SseStream.Block block = busy.next();
            int events = 0;
            while (!last.equals(block.id())) {
                assertThat(block.comment()).isNull();
                assertThat(block.json().getInteger("data")).isEqualTo(1);
                events++;
                block = busy.next();
            }
            assertThat(events).isGreaterThanOrEqualTo((int) silence.toSeconds() - 1);
        } finally {
            steadily.shutdownNow();
        }
    }
}
