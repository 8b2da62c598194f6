package io.halley.store.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.GatewayInfo;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the gateways of one process do. */
final class GatewaySumsTest {

    private final AtomicLong clock = new AtomicLong(-5);
    private final GatewaySums sums = new GatewaySums(clock::get);

    @Test
    void sums_up_the_event_loops_of_each_process_and_lists_them_by_name() {
        report("b", 0, 1);
        report("a", 0, 10);
        report("a", 1, 20);
        report("a", 1, 30);
        assertThat(sums.list().result())
                .containsExactly(new GatewayInfo("a", 40, 80, 120, 160), new GatewayInfo("b", 1, 2, 3, 4));
    }

    @Test
    void leaves_an_event_loop_out_that_has_said_nothing_for_ten_seconds() {
        report("a", 0, 1);
        report("a", 1, 2);
        report("b", 0, 3);
        clock.addAndGet(9_999);
        assertThat(sums.sums()).hasSize(2);
        report("a", 1, 2);
        clock.addAndGet(1);
        assertThat(sums.sums()).containsExactly(new GatewayInfo("a", 2, 4, 6, 8));
        clock.addAndGet(10_000);
        assertThat(sums.sums()).isEmpty();
    }

    private void report(String process, int loop, int n) {
        sums.report(new GatewayId(process, loop), new GatewayInfo("of the loop", n, 2 * n, 3 * n, 4L * n));
    }
}
