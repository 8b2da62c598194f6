package io.halley.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That subscribers and publishers of the fault test get along with a Halley of one process. */
@Timeout(90)
class TrafficTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void a_restart_of_the_only_process_is_felt_and_nothing_is_lost() {
        try (RunningHalley halley = new RunningHalley();
                Traffic traffic = new Traffic(
                        new Site(halley.gateway(), halley.publisher(), halley.key()), 24, new Random().nextLong())) {
            traffic.start();
            traffic.during("a restart");
            halley.stop();
            traffic.awaitCut(PATIENCE);
            halley.start();
            traffic.recovery(System.nanoTime(), PATIENCE);
            traffic.finish(PATIENCE, Duration.ofMillis(500));
            Counts counts = traffic.counts();
            assertThat(traffic.violations()).isEmpty();
            assertThat(counts.reconnects).isPositive();
            assertThat(counts.acknowledged).isGreaterThan(20);
            assertThat(counts.delivered).isGreaterThan(counts.acknowledged);
            assertThat(counts.gaps).isZero();
        }
    }
}
