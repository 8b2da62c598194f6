package io.halley.standalone.fault;

import io.halley.standalone.JarProcesses;
import io.halley.standalone.Spawned;
import io.halley.store.fixture.FreePort;
import io.halley.store.fixture.RedisServer;
import io.halley.store.fixture.TcpProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The jars as plain processes, with a balancer before the gateways: for a machine without a Docker engine. */
final class ProcessStack implements Stack {

    private static final String UP = "is up";
    private static final Duration TO_START = Duration.ofSeconds(30);
    private static final Duration TO_STOP = Duration.ofSeconds(20);

    private final JarProcesses jars;
    private final RedisServer redis = new RedisServer("--appendonly", "yes", "--appendfsync", "always");
    private final Balancer balancer = new Balancer(FreePort.next());
    private final List<GatewayNode> gateways = new ArrayList<>();
    private final List<Spawned> ended = new ArrayList<>();
    private final int publisherPort = FreePort.next();
    private Spawned publisher;

    /** Starts it, with a folder for what little its processes keep. */
    ProcessStack(Path folder) {
        this.jars = new JarProcesses(folder);
        this.publisher = startPublisher();
        scale(GATEWAYS);
    }

    @Override
    public String description() {
        return "plain processes: gateways and a publisher from their jars, behind a TCP proxy, and one Redis";
    }

    @Override
    public Site site() {
        return new Site(url(balancer.port()), url(publisherPort), JarProcesses.KEY);
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
        int port = FreePort.next();
        TcpProxy back = new TcpProxy(redis.port());
        Spawned process = jars.gateway(port, redis.urlAt(back.port()), Map.of());
        return new GatewayNode(process, new TcpProxy(port), back);
    }

    private Spawned startPublisher() {
        return jars.publisher(publisherPort, redis.url(), Map.of()).awaitOutput(UP, TO_START);
    }

    private static URI url(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
