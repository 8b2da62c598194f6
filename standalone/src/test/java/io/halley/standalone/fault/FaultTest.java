package io.halley.standalone.fault;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every fault costs latency and no event: on the composed stack where a Docker engine answers, else on processes. */
@Tag("jar")
@Tag("redis")
class FaultTest {

    @TempDir
    private Path folder;

    @Test
    // three minutes on a quiet machine; beyond this it hangs
    @Timeout(480)
    void nothing_is_lost_or_doubled_or_out_of_order_whatever_fails() {
        try (Stack stack = Docker.isThere() ? new ComposedStack() : new ProcessStack(folder)) {
            new Round(stack, List.of(Fault.values()), new Random().nextLong()).run();
        }
    }
}
