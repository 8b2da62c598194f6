package io.halley.gateway.transport;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;

/** Servers that only this machine reaches, on ports that are free. */
final class Loopback {

    private Loopback() {}

    /** Listens; answers at which port. It ends with its Vert.x. */
    static int listen(Vertx vertx, HttpServerOptions options, Router router) throws Exception {
        return vertx.createHttpServer(options)
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS)
                .actualPort();
    }
}
