package io.halley.store.redis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.StoreException;
import io.halley.shared.config.RedisUrl;
import io.halley.shared.config.StoreConfig;
import io.halley.shared.event.Channel;
import io.halley.shared.runtime.Health;
import io.halley.store.OpenStore;
import io.halley.store.fixture.RedisServer;
import io.halley.store.fixture.TcpProxy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.assertj.core.api.AbstractThrowableAssert;

/** An empty Redis, a network before it that a test breaks, and stores that reach it by way of it. */
final class Scene implements AutoCloseable {

    static final Channel LOBBY = new Channel("chat:lobby");
    static final Channel OTHER = new Channel("chat:other");
    static final String LOG = "halley:{chat:lobby}:log";
    static final String META = "halley:{chat:lobby}:meta";

    final Health health = new Health();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Vertx vertx = Vertx.vertx();
    final RedisServer redis;
    final TcpProxy network;
    int retainEvents = 100_000;
    long retainBytes = 64 << 20;
    Duration retainTime = Duration.ofDays(7);

    private final List<OpenStore> stores = new ArrayList<>();

    Scene(RedisServer redis) {
        this.redis = redis;
        this.network = new TcpProxy(redis.port());
        redis.cli("FLUSHALL");
    }

    /** The store under test: {@link #health} and {@link #meters} are its own. */
    OpenStore open() {
        return open(redis.urlAt(network.port()), health, meters);
    }

    /** The store of another process, which reaches Redis whatever becomes of the network. */
    OpenStore openElsewhere(RedisServer at) {
        return open(at.url(), new Health(), new SimpleMeterRegistry());
    }

    OpenStore open(String url, Health itsHealth, SimpleMeterRegistry itsMeters) {
        StoreConfig config = new StoreConfig(
                StoreConfig.Kind.REDIS,
                Path.of("unused"),
                RedisUrl.parse(url),
                new StoreConfig.Retention(retainEvents, retainBytes, retainTime),
                new StoreConfig.Retention(retainEvents, retainBytes, retainTime));
        OpenStore store =
                OpenStore.redis(vertx, notices -> RedisStore.open(vertx, config, notices, itsHealth, itsMeters));
        stores.add(store);
        return store;
    }

    /** Why the store under test is red; empty if it is green. */
    String problem() {
        return health.problems().getOrDefault("store", "");
    }

    void awaitGreen() {
        eventually("green", () -> problem().isEmpty());
    }

    void awaitRed(String reason) {
        eventually("red: " + reason, () -> problem().contains(reason));
    }

    /** Cuts the store under test off; done when it noticed, and works again. */
    void reconnect() {
        network.refuse();
        awaitRed("away");
        network.pass();
        awaitGreen();
    }

    /** Waits until something is so, looking every few ms; at most ten seconds. */
    void eventually(String what, Callable<Boolean> condition) {
        try {
            for (int i = 0; i < 1_000; i++) {
                if (condition.call()) {
                    return;
                }
                pass(Duration.ofMillis(10));
            }
        } catch (Exception e) {
            throw new AssertionError(what, e);
        }
        throw new AssertionError("did not come to be: " + what + "; health: " + health.problems());
    }

    /** Lets time pass, where it is what is tested. */
    void pass(Duration time) {
        vertx.timer(time.toMillis()).await();
    }

    /** Something that the store has to refuse. */
    static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Runnable call) {
        return assertThatThrownBy(call::run).isInstanceOf(StoreException.class);
    }

    @Override
    public void close() {
        stores.forEach(OpenStore::close);
        vertx.close().await();
        network.close();
    }
}
