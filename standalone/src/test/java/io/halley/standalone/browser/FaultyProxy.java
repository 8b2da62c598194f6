package io.halley.standalone.browser;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** Stands between the browsers and the gateway, and fails in the ways in which proxies do. */
final class FaultyProxy implements AutoCloseable {

    /** What it does with the requests of each new connection. */
    enum Fault {
        NONE,
        /** Its server is away. */
        BAD_GATEWAY,
        /** Its server wants to be left alone for {@value FaultyProxy#RETRY_AFTER_SECONDS} seconds. */
        OVERLOADED,
        /** It collects what is streamed, and passes nothing on before the end. */
        HOLDS_STREAMS,
        /** What was posted arrives, but not the answer. */
        LOSES_ANSWERS
    }

    static final int RETRY_AFTER_SECONDS = 1;

    private static final Pattern STREAM = Pattern.compile("transport=(sse|ndjson|iframe|ws)");

    private final Vertx vertx = Vertx.vertx();
    private final NetServer server;
    private final NetClient client = vertx.createNetClient();
    private final Set<NetSocket> browsers = ConcurrentHashMap.newKeySet();
    private final List<Long> refusals = new CopyOnWriteArrayList<>();
    private final int target;
    private volatile Fault fault = Fault.NONE;
    private volatile long forgottenBefore = System.nanoTime();

    /** Before the server at this port. */
    FaultyProxy(int target) {
        this(target, new NetServerOptions());
    }

    private FaultyProxy(int target, NetServerOptions options) {
        this.target = target;
        this.server = vertx.createNetServer(options);
        server.connectHandler(this::accept)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** The same, with a certificate that nobody trusts, made in this folder by the JDK's own tool. */
    static FaultyProxy speakingTls(int target, Path folder) throws IOException, InterruptedException {
        String store = folder.resolve("certificate.p12").toString();
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String arguments = "-genkeypair -alias proxy -keyalg EC -dname CN=proxy -storetype PKCS12 -storepass unsecret";
        List<String> command = new ArrayList<>(List.of(tool));
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of("-keystore", store));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("no certificate made in " + folder);
        }
        return new FaultyProxy(
                target,
                new NetServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PfxOptions().setPath(store).setPassword("unsecret")));
    }

    int port() {
        return server.actualPort();
    }

    /** Cuts every connection, and serves new ones in this way. */
    void become(Fault next) {
        fault = next;
        browsers.forEach(NetSocket::close);
    }

    /** Passes nothing more on in the streams that are open, and closes none of them. */
    void forgetStreams() {
        forgottenBefore = System.nanoTime();
    }

    /** When it refused a request, in ms since 1970, oldest first. */
    List<Long> refusals() {
        return refusals;
    }

    private void accept(NetSocket browser) {
        browsers.add(browser);
        browser.closeHandler(closed -> browsers.remove(browser));
        if (fault == Fault.BAD_GATEWAY) {
            refuse(browser, "502 Bad Gateway", "");
        } else if (fault == Fault.OVERLOADED) {
            refuse(browser, "503 Service Unavailable", "Retry-After: " + RETRY_AFTER_SECONDS + "\r\n");
        } else {
            browser.pause();
            client.connect(target, "127.0.0.1")
                    .onSuccess(gateway -> new Exchange(browser, gateway).begin())
                    .onFailure(away -> {
                        refuse(browser, "502 Bad Gateway", "");
                        browser.resume();
                    });
        }
    }

    private void refuse(NetSocket browser, String status, String header) {
        browser.handler(request -> {
            refusals.add(System.currentTimeMillis());
            browser.end(Buffer.buffer(
                    "HTTP/1.1 " + status + "\r\n" + header + "Content-Length: 0\r\nConnection: close\r\n\r\n"));
        });
    }

    /** One connection of a browser, passed on. */
    private final class Exchange {
        private final NetSocket browser;
        private final NetSocket gateway;
        private boolean streams;
        private long streamsSince;
        private boolean held;

        Exchange(NetSocket browser, NetSocket gateway) {
            this.browser = browser;
            this.gateway = gateway;
        }

        void begin() {
            browser.closeHandler(gone -> {
                browsers.remove(browser);
                gateway.close();
            });
            gateway.closeHandler(gone -> browser.close());
            gateway.handler(this::answer);
            browser.handler(this::ask);
            browser.resume();
        }

        private void ask(Buffer bytes) {
            String request = bytes.toString(StandardCharsets.ISO_8859_1);
            if (STREAM.matcher(request).find()) {
                streams = true;
                // not since it connected: a browser may have asked for something else before
                streamsSince = System.nanoTime();
            }
            held = held
                    || (fault == Fault.HOLDS_STREAMS && streams)
                    || (fault == Fault.LOSES_ANSWERS && request.startsWith("POST"));
            gateway.write(bytes);
        }

        private void answer(Buffer bytes) {
            boolean forgotten = streams && streamsSince - forgottenBefore < 0;
            if (!held && !forgotten) {
                browser.write(bytes);
            } else if (fault == Fault.LOSES_ANSWERS) {
                browser.close();
            }
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
