package io.halley.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** One fault after the other while 200 subscribers read, and what is found at the end. */
final class Round {

    private static final int SUBSCRIBERS = 200;

    /** Within this time after a fault all has to be well again. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Between a recovery and the next fault. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    /** For what may come at the end and must not. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    private final Stack stack;
    private final List<Fault> faults;
    private final long seed;

    Round(Stack stack, List<Fault> faults, long seed) {
        this.stack = stack;
        this.faults = List.copyOf(faults);
        this.seed = seed;
    }

    /** Fails with all that was promised and not kept; the report is written all the same. */
    void run() {
        FaultReport report = new FaultReport(stack.description(), seed, SUBSCRIBERS);
        try (Traffic traffic = new Traffic(stack.site(), SUBSCRIBERS, seed)) {
            List<String> violations;
            try {
                traffic.start();
                faults.forEach(fault -> report.add(fault, meet(fault, traffic)));
                traffic.during("at the end");
                traffic.finish(PATIENCE, QUIET);
            } finally {
                violations = traffic.violations();
                report.write(traffic.counts(), traffic.violationCount());
            }
            assertThat(violations).as(report.text()).isEmpty();
        } catch (AssertionError | IllegalStateException failure) {
            failure.addSuppressed(new AssertionError("what the processes said last:\n" + stack.lastWords()));
            throw failure;
        }
    }

    private FaultReport.Met meet(Fault fault, Traffic traffic) {
        fault.prepare(stack);
        LockSupport.parkNanos(SETTLING.toNanos());
        traffic.during(fault.toString());
        long begun = System.nanoTime();
        fault.happen(stack);
        long over = System.nanoTime();
        Recovery recovery = traffic.recovery(fault.clock() == Fault.Clock.END ? over : begun, PATIENCE);
        return new FaultReport.Met(Duration.ofNanos(over - begun), recovery);
    }
}
