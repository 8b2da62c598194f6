package io.halley.standalone.fault;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same, round after round, with the faults in another order each time, and on both kinds of stack. */
@Tag("jar")
@Tag("redis")
@Tag("long")
class ManyFaultsTest {

    @TempDir
    private Path folder;

    @RepeatedTest(5)
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void faults_in_any_order() {
        try (Stack stack = Docker.isThere() ? new ComposedStack() : new ProcessStack(folder)) {
            shuffledRound(stack);
        }
    }

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void faults_of_plain_processes() {
        try (Stack stack = new ProcessStack(folder)) {
            shuffledRound(stack);
        }
    }

    private static void shuffledRound(Stack stack) {
        long seed = new Random().nextLong();
        List<Fault> faults = Arrays.asList(Fault.values());
        Collections.shuffle(faults, new Random(seed));
        new Round(stack, faults, seed).run();
    }
}
