package io.halley.store.redis;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Answers as a Redis of some version does when it is asked who it is, in the older or the newer protocol. */
final class FakeRedis {

    private final NetServer server;
    private final String info;
    private final boolean knowsHello;

    FakeRedis(Vertx vertx, String version, boolean knowsHello) {
        this.info = "# Server\r\nredis_version:" + version + "\r\n# Replication\r\nrole:master\r\n";
        this.knowsHello = knowsHello;
        this.server = vertx.createNetServer().connectHandler(this::serve);
        server.listen(0, "127.0.0.1").await();
    }

    String url() {
        return "redis://127.0.0.1:" + server.actualPort();
    }

    private void serve(NetSocket client) {
        client.handler(bytes -> client.write(answer(bytes)));
    }

    private Buffer answer(Buffer request) {
        String words = request.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        if (words.contains("hello")) {
            return Buffer.buffer(knowsHello ? "%1\r\n+server\r\n+redis\r\n" : "-ERR unknown command 'HELLO'\r\n");
        }
        if (words.contains("info")) {
            return Buffer.buffer("$" + info.length() + "\r\n" + info + "\r\n");
        }
        return Buffer.buffer("+OK\r\n");
    }
}
