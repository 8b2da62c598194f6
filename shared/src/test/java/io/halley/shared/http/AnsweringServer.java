package io.halley.shared.http;

import io.halley.shared.wire.WaitingBytes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.function.Consumer;

/** A server that answers as every server of Halley does, with a few paths that tests need. */
final class AnsweringServer implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final int port;

    /** @param more adds what only one test needs */
    AnsweringServer(Consumer<Router> more) {
        Router router = Router.router(vertx);
        router.get("/name/:channel")
                .handler(context -> context.end(PathName.channel(context) + " " + Query.limit(context)));
        router.post("/echo").handler(RequestBody.upTo(10)).handler(context -> context.end(RequestBody.of(context)));
        router.put("/echo").handler(context -> context.end());
        more.accept(router);
        Problems.install(router);
        WaitingBytes waiting = new WaitingBytes(new SimpleMeterRegistry(), WaitingBytes.part(2), channel -> 0);
        port = Servers.serve(vertx.createHttpServer(Servers.options()), waiting, router)
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }

    RawConnection connect() throws IOException {
        return new RawConnection(port);
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
