package io.halley.gateway;

import io.halley.gateway.access.RequestOrigin;
import io.halley.gateway.access.Sessions;
import io.halley.gateway.classic.Classic;
import io.halley.gateway.command.CommandHandler;
import io.halley.gateway.hub.Hub;
import io.halley.gateway.presence.Presence;
import io.halley.gateway.transport.Transports;
import io.halley.shared.bus.BoundedReads;
import io.halley.shared.bus.GatewayId;
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
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The gateway on one event loop: everything that a browser's connection needs lives and dies here. */
public final class GatewayVerticle extends VerticleBase {

    /** The stop of the whole process is bounded, and streams end at once when they are told to. */
    private static final Duration DRAIN = Duration.ofMillis(500);

    /** A peer that acknowledges nothing for so long is gone, whatever its heartbeats say. */
    private static final int DEAD_PEER_MS = 30_000;

    /** Longer than any poll is held, and than any stream is silent: whoever says and hears nothing for so long is gone. */
    private static final int IDLE_SECONDS = 330;

    private final Config config;
    private final String sessionSecret;
    private final MeterRegistry meters;
    private final GatewayId id;

    private @Nullable HttpServer server;
    private @Nullable Hub hub;
    private @Nullable Transports transports;
    private @Nullable Presence presence;
    private @Nullable Classic classic;

    /** @param sessionSecret what session cookies are signed with, the same for all gateways */
    GatewayVerticle(Config config, String sessionSecret, MeterRegistry meters, GatewayId id) {
        this.config = config;
        this.sessionSecret = sessionSecret;
        this.meters = meters;
        this.id = id;
    }

    @Override
    public Future<?> start() {
        StoreClient store = new StoreClient(vertx);
        BoundedReads reads = new BoundedReads(vertx, store);
        presence = new Presence(store, id);
        WaitingBytes waiting = new WaitingBytes(meters, WaitingBytes.part(2 * Machine.eventLoops()), Transports::said);
        hub = new Hub(vertx, context, store, reads, meters, presence, waiting::added);
        transports = new Transports(hub, new CommandHandler(hub, store, presence), meters, waiting::added);
        Sessions sessions = new Sessions(vertx, config, sessionSecret);
        RequestOrigin origin = new RequestOrigin(config.trustedProxies());
        classic = new Classic(vertx, config, sessions, origin, store, reads, transports, presence);
        Router router = new GatewayRoutes(config.login(), sessions, origin, store, reads, transports, presence, classic)
                .router(vertx);
        tick(hub, transports, presence, classic, waiting);
        server = vertx.createHttpServer(options());
        return Servers.serve(server, waiting, router).listen(Servers.address(config.host(), config.gatewayPort(), 1));
    }

    private void tick(Hub hub, Transports transports, Presence presence, Classic classic, WaitingBytes waiting) {
        GatewayMeters gauges = new GatewayMeters(meters, Thread.currentThread().getName());
        vertx.setPeriodic(Transports.TICK_MS, tick -> {
            classic.tick();
            if (transports.tick()) {
                waiting.tick();
                hub.tick();
                presence.tick(transports.streamCount(), transports.pollCount(), hub.eventsWritten());
                gauges.update(transports, hub, presence);
            }
        });
    }

    /** Nothing here is per connection that need not be: no write queue of its own. */
    private static HttpServerOptions options() {
        HttpServerOptions options = Servers.options().setStrictThreadMode(true);
        options.setTcpUserTimeout(DEAD_PEER_MS).setTcpKeepAlive(true).setIdleTimeout(IDLE_SECONDS);
        return options;
    }

    /** The port that it listens on, once started. */
    public int port() {
        return Objects.requireNonNull(server, "not started").actualPort();
    }

    /** Every stream is told to come back, then the server goes, and what was held here is released. */
    @Override
    public Future<?> stop() {
        if (transports == null || hub == null || server == null || presence == null || classic == null) {
            return Future.succeededFuture();
        }
        transports.drain();
        classic.drain();
        Hub feeds = hub;
        Presence leases = presence;
        return server.shutdown(DRAIN.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(down -> feeds.close())
                .eventually(leases::close);
    }
}
