package io.halley.shared.runtime;

import io.halley.shared.bus.IdentityCodec;
import io.halley.shared.config.Config;
import io.halley.shared.config.Machine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One process: a Vert.x, its management server, and the parts started on it, one after the other. They stop in the
 * opposite order, the management server last. All methods block and are called from plain threads.
 */
public final class Boot {

    /** Whole stop, so that Ctrl-C ends a process within two seconds. */
    static final Duration PATIENCE = Duration.ofMillis(1_800);

    private static final System.Logger LOG = System.getLogger(Boot.class.getName());

    private final Vertx vertx;
    private final Health health = new Health();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ProcessMeters processMeters = new ProcessMeters(meters);
    private final ManagementVerticle management;
    private final Deque<Deployed> deployed = new ConcurrentLinkedDeque<>();

    private record Deployed(String name, List<String> deploymentIds) {}

    /**
     * Starts the management server; it says "starting" until {@link #started}.
     *
     * @throws StartException if its port can't be opened
     */
    public Boot(Config config) {
        this.vertx = Vertx.vertx(options());
        this.management = new ManagementVerticle(config, health, meters);
        IdentityCodec.register(vertx.eventBus());
        health.red("process", "starting");
        Part.Listener listener =
                new Part.Listener(config.host(), config.managementPort(), Config.Server.MANAGEMENT.setting());
        start(new Part<>("management", () -> management, 1, listener));
    }

    public Health health() {
        return health;
    }

    public MeterRegistry meters() {
        return meters;
    }

    public Vertx vertx() {
        return vertx;
    }

    /** The port of the management server. */
    public int managementPort() {
        return management.port();
    }

    /**
     * Starts a part, and answers its instances. If that fails, everything is stopped.
     *
     * @throws StartException if its port can't be opened; whatever else its verticles fail with goes on to the caller
     */
    public <V extends Deployable> List<V> start(Part<V> part) {
        try {
            List<V> instances = new ArrayList<>();
            List<String> ids = new ArrayList<>();
            deployed.push(new Deployed(part.name(), ids));
            for (int i = 0; i < part.instances(); i++) {
                V instance = part.verticle().get();
                instances.add(instance);
                // each a deployment of its own, so that it has an id of its own
                ids.add(vertx.deployVerticle(instance).await());
            }
            return instances;
        } catch (Throwable failure) {
            stop();
            if (part.listener() != null && isFailureToListen(failure)) {
                throw StartException.of(part.listener(), failure);
            }
            throw failure;
        }
    }

    /** Every part is up: from now on {@code /ready} says what they say. */
    public void started() {
        health.green("process");
    }

    /** Stops the parts, newest first; each has half of the time that is left. Never longer than 1.8 s in all. */
    public void stop() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        health.red("process", "stopping");
        boolean inTime = true;
        for (Deployed part = deployed.poll(); part != null; part = deployed.poll()) {
            Future<?> stopped = Future.join(
                    part.deploymentIds().stream().map(vertx::undeploy).toList());
            inTime &= await("stop of the " + part.name(), stopped, left(deadline) / 2);
        }
        if (inTime) {
            // it would only stumble over a part that is not down yet
            await("close of Vert.x", vertx.close(), left(deadline));
        }
        processMeters.close();
        meters.close();
    }

    private static long left(long deadline) {
        return Math.max(0, deadline - System.nanoTime());
    }

    /** Whether it came to an end, good or bad, in this time. */
    private static boolean await(String what, Future<?> future, long nanos) {
        try {
            future.await(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    what + " takes longer than " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms; not waited for");
            return false;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, what + " failed", e);
            return true;
        }
    }

    private static boolean isFailureToListen(Throwable failure) {
        return (failure instanceof IOException && failure.getClass().getName().startsWith("io.netty."))
                || failure instanceof java.net.SocketException
                || failure instanceof java.net.UnknownHostException
                || failure instanceof UnresolvedAddressException;
    }

    private static VertxOptions options() {
        return new VertxOptions()
                .setEventLoopPoolSize(Machine.eventLoops())
                .setPreferNativeTransport(true)
                .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false));
    }
}
