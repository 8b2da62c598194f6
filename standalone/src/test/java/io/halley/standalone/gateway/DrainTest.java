package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.Await;
import io.halley.standalone.RunningHalley;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DrainTest {

    private static final int OF_EACH = 20;

    @Test
    void a_stop_sends_every_stream_away_properly_answers_every_poll_and_is_quick() throws Exception {
        List<SseStream> streams = new ArrayList<>();
        List<RawConnection> polls = new ArrayList<>();
        try (RunningHalley halley = new RunningHalley()) {
            String id = halley.publish("public:drained", "1").getString("id");
            for (int i = 0; i < OF_EACH; i++) {
                streams.add(SseStream.open(halley.gateway(), "channel=public:drained&cursor=start"));
                assertThat(streams.get(i).replay()).hasSize(1);
                polls.add(new RawConnection(halley.gateway())
                        .get("/v1/events?channel=public:drained&wait=300&cursor=" + id));
            }
            Await.subscribers(halley, "public:drained", 2 * OF_EACH);

            long start = System.nanoTime();
            halley.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));

            for (SseStream stream : streams) {
                String retry = stream.next().retry();
                assertThat(retry).isNotNull();
                SseStream.Block drain = stream.next();
                assertThat(drain.type()).isEqualTo("$drain");
                assertThat(drain.own().getInteger("retry")).isEqualTo(Integer.valueOf(retry));
                assertThat(stream.nextOrEnd()).isNull();
                assertThat(stream.lastEventId()).isEqualTo(id);
            }
            for (RawConnection poll : polls) {
                RawConnection.Answer answer = poll.readAnswer();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(Poll.of(answer.body())).isEqualTo(new Poll(List.of(), id, false));
                assertThat(poll.isAtEnd()).isTrue();
            }
        } finally {
            streams.forEach(SseStream::kill);
            polls.forEach(RawConnection::kill);
        }
    }
}
