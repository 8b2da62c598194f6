package io.halley.publisher;

import io.halley.shared.bus.BoundedReads;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.config.Config;
import io.halley.shared.config.Machine;
import io.halley.shared.http.Servers;
import io.halley.shared.wire.WaitingBytes;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The publisher's HTTP server. Several instances share one port; each keeps its requests on its own event loop, and
 * knows nothing between two requests.
 */
public final class PublisherVerticle extends VerticleBase {

    /** No request of the publisher is held for half as long, so that a connection this silent has been left. */
    private static final Duration IDLE = Duration.ofSeconds(75);

    /** The gateway is 1. */
    private static final int SERVER = 2;

    private static final int LOOK_MS = 1_000;

    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Config config;
    private final String publishKey;
    private final MeterRegistry meters;
    private @Nullable HttpServer server;
    private @Nullable HeldHistories held;

    /**
     * Makes one instance.
     *
     * @param config a publisher port of 0 stands for any free port, the same for all instances
     * @param publishKey opens {@code /v1}
     */
    public PublisherVerticle(Config config, String publishKey, MeterRegistry meters) {
        this.config = config;
        this.publishKey = publishKey;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        StoreClient store = new StoreClient(vertx);
        BoundedReads reads = new BoundedReads(vertx, store);
        HeldHistories histories = new HeldHistories(vertx, store, reads, meters, HeldHistories.MOST);
        held = histories;
        PublisherRoutes routes = new PublisherRoutes(
                store,
                reads,
                publishKey,
                histories,
                meters,
                new ClassicCopies(store, config.classic().isOpen()));
        WaitingBytes waiting = new WaitingBytes(meters, WaitingBytes.part(8 * Machine.eventLoops()), channel -> 0);
        vertx.setPeriodic(LOOK_MS, tick -> waiting.tick());
        HttpServer made = Servers.serve(vertx.createHttpServer(options()), waiting, routes.router(vertx));
        server = made;
        return made.listen(Servers.address(config.host(), config.publisherPort(), SERVER));
    }

    /** Whoever waits is answered, and then the server goes. */
    @Override
    public Future<?> stop() {
        if (held != null) {
            held.drain();
        }
        HttpServer made = server;
        return made == null ? Future.succeededFuture() : made.shutdown(FAREWELL);
    }

    /** Where it listens, once started. */
    public int port() {
        HttpServer made = server;
        if (made == null) {
            throw new IllegalStateException("not started");
        }
        return made.actualPort();
    }

    private static HttpServerOptions options() {
        return Servers.options().setIdleTimeout((int) IDLE.toSeconds());
    }
}
