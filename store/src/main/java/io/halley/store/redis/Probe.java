package io.halley.store.redis;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether what is published on one connection comes back on the other: not if the subscription is dead, a
 * connection half open, or the two on different masters. Also tells whether Redis takes writes. Confined to the store's
 * context.
 */
final class Probe {

    static final long EVERY_MS = 1_500;
    static final long DEAD_AFTER_MS = 4_000;

    private final Vertx vertx;
    private final Commands commands;
    private final Condition condition;
    private final Runnable works;
    private final Consumer<String> dead;
    private final String name = UUID.randomUUID().toString();
    private boolean watching;
    private long number;
    private long beat = -1;
    private @Nullable Lookout lookout;
    private long lastHeard;

    /**
     * Runs {@code works} whenever one came back. Tells {@code dead} why, when nothing came back for too long or another
     * master is to be found.
     */
    Probe(Vertx vertx, Commands commands, Condition condition, Runnable works, Consumer<String> dead) {
        this.vertx = vertx;
        this.commands = commands;
        this.condition = condition;
        this.works = works;
        this.dead = dead;
    }

    /** Where it is published. */
    String address() {
        return Keys.PROBE + name;
    }

    void open() {
        beat = vertx.setPeriodic(EVERY_MS, id -> send());
        lookout = new Lookout(vertx, this::look);
    }

    void close() {
        vertx.cancelTimer(beat);
        if (lookout != null) {
            lookout.end();
        }
    }

    /** Both connections are there: from now on something has to come back. */
    void watch() {
        watching = true;
        lastHeard = System.nanoTime();
        send();
    }

    /** A connection is lost, which is known well enough. */
    void rest() {
        watching = false;
    }

    /** One came back, whichever it is. */
    void heard() {
        lastHeard = System.nanoTime();
        if (watching) {
            works.run();
        }
    }

    private void send() {
        if (watching) {
            commands.run(Script.PROBE, List.of(address()), List.of(address(), Long.toString(++number)))
                    .onSuccess(answer -> written(answer.toString()))
                    .onFailure(failure -> refused(String.valueOf(failure.getMessage())));
        }
    }

    /** Unless it was lost together with its connection, which is known well enough. */
    private void refused(String reason) {
        if (watching) {
            condition.red(Condition.Part.WRITES, reason);
        }
    }

    private void written(String answer) {
        if (answer.equals("OK")) {
            condition.green(Condition.Part.WRITES);
            return;
        }
        Refusal refusal = Refusal.of(answer);
        condition.red(Condition.Part.WRITES, refusal.words());
        if (refusal.endsConnection()) {
            // a master that became a replica takes no writes any more, and passes on what another one publishes
            dead.accept(refusal.words());
        }
    }

    private void look() {
        if (watching && System.nanoTime() - lastHeard > TimeUnit.MILLISECONDS.toNanos(DEAD_AFTER_MS)) {
            dead.accept("what is published does not come back");
        }
    }
}
