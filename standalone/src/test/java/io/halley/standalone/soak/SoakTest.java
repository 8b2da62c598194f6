package io.halley.standalone.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Presence equals the truth within its times, joins and leaves are told once, and every inbox counts right, while users come
 * and go, gateways are killed, and Redis is restarted and hangs.
 */
@Tag("jar")
@Tag("redis")
@Tag("long")
class SoakTest {

    private static final int HANGS = 4;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void of_some_hundred_users() {
        soak(200, Duration.ofSeconds(6));
    }

    @Test
    @Timeout(value = 12, unit = TimeUnit.MINUTES)
    void of_two_thousand_users() {
        soak(2_000, Duration.ofSeconds(60));
    }

    private void soak(int users, Duration stretch) {
        long seed = new Random().nextLong();
        try (SoakStack stack = new SoakStack(folder)) {
            try (Soak soak = new Soak(stack, users, seed)) {
                soak.start();
                soak.watch(stretch);
                soak.pushToEverybody();
                stack.killGateway();
                soak.faultOver(false);
                soak.watch(stretch);
                stack.addGateway();
                stack.restartRedis();
                soak.faultOver(true);
                soak.watch(stretch);
                soak.pushToEverybody();
                for (int i = 0; i < HANGS; i++) {
                    // about as often as leases are renewed, so that it is the same ones that meet it each time
                    stack.hangRedis(Duration.ofMillis(3_200));
                    soak.faultOver(true);
                    soak.watch(Duration.ofMillis(1_800));
                }
                soak.watch(stretch.multipliedBy(2));
                soak.finish(Duration.ofSeconds(30));
            } catch (AssertionError | RuntimeException failure) {
                failure.addSuppressed(new AssertionError("seed " + seed + "; " + stack.lastWords()));
                throw failure;
            }
        }
    }
}
