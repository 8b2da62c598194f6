package io.halley.standalone.soak;

import io.halley.standalone.JarProcesses;
import io.halley.standalone.Spawned;
import io.halley.store.fixture.FreePort;
import io.halley.store.fixture.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Three gateways, a publisher and a Redis, as processes. For one thread, but for {@link #gateways}. */
final class SoakStack implements AutoCloseable {

    /** An inbox's channel keeps so few events that what is dropped counts. */
    static final int INBOX_EVENTS = 20;

    private static final int GATEWAYS = 3;
    private static final String UP = "is up";
    private static final Duration TO_START = Duration.ofSeconds(40);
    private static final Map<String, String> SETTINGS = Map.of(
            "HALLEY_RETAIN_EVENTS", "1000000",
            "HALLEY_RETAIN_BYTES", "1g",
            "HALLEY_INBOX_RETAIN_EVENTS", Integer.toString(INBOX_EVENTS));

    private final RedisServer redis = new RedisServer("--appendonly", "yes", "--appendfsync", "always");
    private final JarProcesses jars;
    private final List<Spawned> processes = new ArrayList<>();
    private final List<Spawned> ended = new ArrayList<>();
    private final List<Integer> gatewayPorts = new CopyOnWriteArrayList<>();
    private final int publisherPort = FreePort.next();
    private final Spawned publisher;

    SoakStack(Path folder) {
        jars = new JarProcesses(folder);
        publisher = jars.publisher(publisherPort, redis.url(), SETTINGS).awaitOutput(UP, TO_START);
        for (int i = 0; i < GATEWAYS; i++) {
            start(FreePort.next());
        }
    }

    int publisherPort() {
        return publisherPort;
    }

    /** Ports of the gateways that are there; from any thread. */
    List<Integer> gateways() {
        return gatewayPorts;
    }

    /** Ends one gateway with SIGKILL. */
    void killGateway() {
        gatewayPorts.remove(0);
        Spawned gateway = processes.remove(0);
        gateway.signal("KILL");
        ended.add(gateway);
    }

    /** Starts one more. */
    void addGateway() {
        start(FreePort.next());
    }

    void restartRedis() {
        redis.stop();
        redis.start();
    }

    /** Redis hangs for so long, and goes on as if nothing had been. */
    void hangRedis(Duration length) {
        redis.pause();
        LockSupport.parkNanos(length.toNanos());
        redis.resume();
    }

    String lastWords() {
        StringBuilder words = new StringBuilder("publisher: ").append(publisher.errors());
        processes.forEach(gateway -> words.append("\ngateway: ").append(gateway.errors()));
        return words.toString();
    }

    @Override
    public void close() {
        processes.forEach(Spawned::close);
        ended.forEach(Spawned::close);
        publisher.close();
        redis.close();
    }

    private void start(int port) {
        processes.add(jars.gateway(port, redis.url(), SETTINGS).awaitOutput(UP, TO_START));
        gatewayPorts.add(port);
    }
}
