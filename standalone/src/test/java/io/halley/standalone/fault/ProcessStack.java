package io.halley.standalone.fault;

import io.halley.standalone.FreePorts;
import io.halley.standalone.Spawned;
import io.halley.store.fixture.RedisServer;
import io.halley.store.fixture.TcpProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The jars as plain processes, with a balancer before the gateways: for a machine without a Docker engine. */
final class ProcessStack implements Stack {

    private static final String UP = "is up";
    private static final Duration TO_START = Duration.ofSeconds(30);
    private static final Duration TO_STOP = Duration.ofSeconds(5);
    private static final String KEY = "fault-publish-key-0123456789";
    private static final String SECRET = "fault-session-secret-0123456789-0123456789";

    /** Six of them share a machine with all else. */
    private static final List<String> SMALL =
            List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

    private final Path folder;
    private final RedisServer redis = new RedisServer("--appendonly", "yes", "--appendfsync", "always");
    private final Balancer balancer = new Balancer(FreePorts.next());
    private final List<GatewayNode> gateways = new ArrayList<>();
    private final List<Spawned> ended = new ArrayList<>();
    private final int publisherPort = FreePorts.next();
    private Spawned publisher;

    /** Starts it, with a folder for what little its processes keep. */
    ProcessStack(Path folder) {
        this.folder = folder;
        this.publisher = startPublisher();
        scale(GATEWAYS);
    }

    @Override
    public String description() {
        return "plain processes: gateways and a publisher from their jars, behind a TCP proxy, and one Redis";
    }

    @Override
    public Site site() {
        return new Site(url(balancer.port()), url(publisherPort), KEY);
    }

    @Override
    public void killGateway() {
        GatewayNode gateway = gateways.remove(gateways.size() - 1);
        gateway.process().signal("KILL");
        gateway.process().awaitEnd(TO_STOP);
        end(gateway);
    }

    @Override
    public void scale(int wanted) {
        List<GatewayNode> started = new ArrayList<>();
        while (gateways.size() < wanted) {
            GatewayNode gateway = startGateway();
            gateways.add(gateway);
            started.add(gateway);
        }
        started.forEach(gateway -> gateway.process().awaitOutput(UP, TO_START));
        List<GatewayNode> superfluous = List.copyOf(gateways.subList(wanted, gateways.size()));
        gateways.removeAll(superfluous);
        balance();
        superfluous.forEach(gateway -> gateway.process().signal("TERM"));
        superfluous.forEach(gateway -> {
            gateway.process().awaitEnd(TO_STOP);
            end(gateway);
        });
    }

    @Override
    public void restartPublisher() {
        publisher.signal("TERM");
        publisher.awaitEnd(TO_STOP);
        ended.add(publisher);
        publisher = startPublisher();
    }

    @Override
    public void restartRedis() {
        redis.stop();
        redis.start();
    }

    @Override
    public void killRedis() {
        redis.kill();
        redis.start();
    }

    @Override
    public void pauseRedis(Duration length) {
        redis.pause();
        LockSupport.parkNanos(length.toNanos());
        redis.resume();
    }

    @Override
    public void cutGateway() {
        gateways.get(0).cut();
        balance();
    }

    @Override
    public void healGateway() {
        gateways.get(0).heal();
        balance();
    }

    @Override
    public String lastWords() {
        StringBuilder words = new StringBuilder(LastWords.of("publisher", publisher));
        gateways.forEach(gateway -> words.append(LastWords.of("gateway", gateway.process())));
        ended.forEach(process -> words.append(LastWords.of("ended", process)));
        return words.toString();
    }

    @Override
    public void close() {
        balancer.close();
        gateways.forEach(GatewayNode::close);
        publisher.close();
        ended.forEach(Spawned::close);
        redis.close();
    }

    /** As nginx finds out by asking for their names. */
    private void balance() {
        balancer.balance(gateways.stream()
                .filter(gateway -> !gateway.isCut())
                .map(GatewayNode::port)
                .toList());
    }

    private void end(GatewayNode gateway) {
        balance();
        gateway.cutOff();
        ended.add(gateway.process());
    }

    private GatewayNode startGateway() {
        int port = FreePorts.next();
        TcpProxy back = new TcpProxy(redis.port());
        Map<String, String> environment = environment(redis.urlAt(back.port()));
        environment.put("HALLEY_GATEWAY_PORT", Integer.toString(port));
        return new GatewayNode(run("gateway", environment), new TcpProxy(port), back);
    }

    private Spawned startPublisher() {
        Map<String, String> environment = environment(redis.url());
        environment.put("HALLEY_PUBLISHER_PORT", Integer.toString(publisherPort));
        return run("publisher", environment).awaitOutput(UP, TO_START);
    }

    private Map<String, String> environment(String redisUrl) {
        return new HashMap<>(Map.of(
                "HALLEY_STORE",
                "redis",
                "HALLEY_REDIS_URL",
                redisUrl,
                "HALLEY_MANAGEMENT_PORT",
                Integer.toString(FreePorts.next()),
                "HALLEY_DATA_DIR",
                folder.resolve("data").toString(),
                "HALLEY_PUBLISH_KEY",
                KEY,
                "HALLEY_SESSION_SECRET",
                SECRET));
    }

    private Spawned run(String process, Map<String, String> environment) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(SMALL);
        command.add("-jar");
        command.add(Path.of("..", process, "target", "halley-" + process + ".jar")
                .toAbsolutePath()
                .normalize()
                .toString());
        return Spawned.run(folder, environment, command);
    }

    private static URI url(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
