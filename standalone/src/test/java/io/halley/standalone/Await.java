package io.halley.standalone;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what can only be asked for, with a bound. */
public final class Await {

    private Await() {}

    /** Looks every few ms. */
    public static void until(String what, Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + patience + ": " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Waits until a channel, which has to have a log, has so many subscribers: until held polls are held. */
    public static void subscribers(RunningHalley halley, String channel, int count) {
        until(count + " subscribers of " + channel, Duration.ofSeconds(10), () -> {
            JsonObject info = new JsonObject(
                    halley.getAsBackEnd("/v1/channels/" + channel).body());
            return info.getInteger("subscribers") == count;
        });
    }
}
