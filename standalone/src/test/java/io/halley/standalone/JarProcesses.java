package io.halley.standalone;

import io.halley.store.fixture.FreePort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts gateways and publishers from their jars, small enough that several share a machine with all else. */
public record JarProcesses(Path folder) {

    /** What their back ends show. */
    public static final String KEY = "test-publish-key-0123456789";

    private static final String SECRET = "test-session-secret-0123456789-0123456789";

    private static final List<String> SMALL =
            List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

    /** A gateway on this port, which says {@code is up} when it is. */
    public Spawned gateway(int port, String redisUrl, Map<String, String> settings) {
        return run("gateway", redisUrl, settings, "HALLEY_GATEWAY_PORT", port);
    }

    /** A publisher on this port, which says {@code is up} when it is. */
    public Spawned publisher(int port, String redisUrl, Map<String, String> settings) {
        return run("publisher", redisUrl, settings, "HALLEY_PUBLISHER_PORT", port);
    }

    private Spawned run(String process, String redisUrl, Map<String, String> settings, String portSetting, int port) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("HALLEY_STORE", "redis");
        environment.put("HALLEY_REDIS_URL", redisUrl);
        environment.put(portSetting, Integer.toString(port));
        environment.put("HALLEY_MANAGEMENT_PORT", Integer.toString(FreePort.next()));
        environment.put("HALLEY_DATA_DIR", folder.resolve("data").toString());
        environment.put("HALLEY_PUBLISH_KEY", KEY);
        environment.put("HALLEY_SESSION_SECRET", SECRET);
        return Spawned.run(folder, environment, command(process));
    }

    private static List<String> command(String process) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(SMALL);
        command.add("-jar");
        command.add(Path.of("..", process, "target", "halley-" + process + ".jar")
                .toAbsolutePath()
                .normalize()
                .toString());
        return command;
    }
}
