package io.halley.standalone.fault;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Stands in for nginx where there is none: gives each new connection to the next gateway that takes it. If there is none,
 * a stream is told to come back, as nginx is set up to do, and all else is a 502.
 */
final class Balancer implements AutoCloseable {

    private static final String COME_BACK =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\nretry: 2000\n\n";
    private static final String BAD_GATEWAY =
            "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(2_000));
    private final int port;
    private volatile List<Integer> targets = List.of();
    private int next;

    Balancer(int port) {
        this.port = port;
        vertx.createNetServer()
                .connectHandler(this::accept)
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    int port() {
        return port;
    }

    /** From now on new connections go to these ports; those that are open stay where they are. */
    void balance(List<Integer> ports) {
        targets = List.copyOf(ports);
    }

    private void accept(NetSocket browser) {
        browser.pause();
        connect(browser, targets, targets.size());
    }

    private void connect(NetSocket browser, List<Integer> ports, int attempts) {
        if (attempts == 0) {
            browser.handler(request -> refuse(browser, request.toString(StandardCharsets.ISO_8859_1)));
            browser.resume();
            return;
        }
        next = (next + 1) % ports.size();
        client.connect(ports.get(next), "127.0.0.1")
                .onSuccess(gateway -> join(browser, gateway))
                .onFailure(away -> connect(browser, ports, attempts - 1));
    }

    private static void join(NetSocket browser, NetSocket gateway) {
        browser.closeHandler(gone -> gateway.close());
        gateway.closeHandler(gone -> browser.close());
        browser.pipeTo(gateway);
        gateway.pipeTo(browser);
    }

    private static void refuse(NetSocket browser, String request) {
        browser.end(Buffer.buffer(request.contains("text/event-stream") ? COME_BACK : BAD_GATEWAY));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
