package io.halley.standalone.fault;

import io.halley.store.fixture.FreePort;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** docker-compose.yml as it stands, under a name, ports and addresses of its own, with a Redis that forces each write. */
final class ComposedStack implements Stack {

    private static final String KEY = "fault-publish-key-0123456789";
    private static final String SECRET = "fault-session-secret-0123456789-0123456789";

    /** The network in which containers may have addresses of one's choice. */
    private static final String FIXED_ADDRESSES = "_proxied";

    private final String project = "halley-faults-" + ProcessHandle.current().pid();
    private final int gatewayPort = FreePort.next();
    private final int publisherPort = FreePort.next();
    private final Docker docker = new Docker(Map.of(
            "COMPOSE_PROJECT_NAME",
            project,
            "HALLEY_GATEWAY_PORT",
            Integer.toString(gatewayPort),
            "HALLEY_PUBLISHER_PORT",
            Integer.toString(publisherPort),
            "HALLEY_NETWORK",
            "10.214." + ThreadLocalRandom.current().nextInt(256),
            "HALLEY_REDIS_APPENDFSYNC",
            "always",
            "HALLEY_PUBLISH_KEY",
            KEY,
            "HALLEY_SESSION_SECRET",
            SECRET));
    private final Thread atTheLatest = new Thread(this::remove);
    private final Map<String, String> cutAddresses = new LinkedHashMap<>();
    private String cutGateway = "";
    private int gateways = GATEWAYS;

    /** Makes the images and starts it. */
    ComposedStack() {
        Runtime.getRuntime().addShutdownHook(atTheLatest);
        try {
            docker.run(List.of("bin/dist"));
            docker.compose("up", "-d", "--build", "--wait", "--scale", "gateway=" + GATEWAYS);
        } catch (IllegalStateException failure) {
            String words = lastWords();
            close();
            throw new IllegalStateException(words, failure);
        }
    }

    @Override
    public String description() {
        String engine = docker.run("version", "--format", "{{.Server.Version}}").strip();
        return "docker-compose.yml (Docker " + engine + "): gateways behind nginx, a publisher, and one Redis";
    }

    @Override
    public Site site() {
        return new Site(url(gatewayPort), url(publisherPort), KEY);
    }

    @Override
    public void killGateway() {
        docker.run("kill", gateway());
        gateways--;
    }

    @Override
    public void scale(int wanted) {
        if (wanted != gateways) {
            docker.compose(
                    "up", "-d", "--no-deps", "--no-recreate", "--wait", "--scale", "gateway=" + wanted, "gateway");
            gateways = wanted;
        }
    }

    @Override
    public void restartPublisher() {
        docker.compose("restart", "publisher");
    }

    @Override
    public void restartRedis() {
        docker.compose("restart", "--no-deps", "redis");
    }

    @Override
    public void killRedis() {
        docker.compose("kill", "redis");
        docker.compose("start", "redis");
    }

    /** By signals: the engine's own way to freeze a container fails at times where the machine is busy. */
    @Override
    public void pauseRedis(Duration length) {
        docker.compose("kill", "--signal", "STOP", "redis");
        LockSupport.parkNanos(length.toNanos());
        docker.compose("kill", "--signal", "CONT", "redis");
    }

    @Override
    public void cutGateway() {
        cutGateway = gateway();
        JsonObject networks =
                new JsonObject(docker.run("inspect", "--format", "{{json .NetworkSettings.Networks}}", cutGateway));
        for (String network : networks.fieldNames()) {
            cutAddresses.put(network, networks.getJsonObject(network).getString("IPAddress"));
            docker.run("network", "disconnect", network, cutGateway);
        }
    }

    /** Its browsers' connections find it again, at its address; those to Redis are dead, for there it has another one. */
    @Override
    public void healGateway() {
        cutAddresses.forEach((network, address) -> {
            List<String> command = new ArrayList<>(List.of("docker", "network", "connect", "--alias", "gateway"));
            if (network.endsWith(FIXED_ADDRESSES)) {
                command.addAll(List.of("--ip", address));
            }
            command.addAll(List.of(network, cutGateway));
            docker.run(command);
        });
        cutAddresses.clear();
    }

    @Override
    public String lastWords() {
        return docker.compose("logs", "--no-color", "--tail", "25");
    }

    @Override
    public void close() {
        remove();
        Runtime.getRuntime().removeShutdownHook(atTheLatest);
    }

    private String gateway() {
        return docker.compose("ps", "-q", "gateway").lines().findFirst().orElseThrow();
    }

    /** By its name alone, so that it works whatever has become of the rest, and while this JVM ends. */
    private void remove() {
        try {
            new ProcessBuilder("docker", "compose", "-p", project, "down", "-v", "--rmi", "local", "--timeout", "2")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("not taken away: " + project, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URI url(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
