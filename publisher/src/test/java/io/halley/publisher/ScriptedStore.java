package io.halley.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.Addresses;
import io.halley.shared.bus.BoundedReads;
import io.halley.shared.bus.IdentityCodec;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.bus.StoreCommand;
import io.halley.shared.http.Servers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A publisher over HTTP, on a store that answers as a test has it. */
final class ScriptedStore implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<StoreCommand> asked = new CopyOnWriteArrayList<>();
    private final BoundedReads reads;
    private final HeldHistories held;
    private final int port;

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** Takes what is answered to each command, at once or later; a failure is an answer, too. */
    ScriptedStore(int mostHeld, Function<StoreCommand, @Nullable Object> script) {
        this(mostHeld, BoundedReads::new, script);
    }

    /** The same with bounds for what is read at once. */
    ScriptedStore(
            int mostHeld,
            BiFunction<Vertx, StoreClient, BoundedReads> bounds,
            Function<StoreCommand, @Nullable Object> script) {
        IdentityCodec.register(vertx.eventBus());
        vertx.eventBus().<StoreCommand>localConsumer(Addresses.STORE, message -> {
            @Nullable Object answer = script.apply(message.body());
            // who sees that it was asked changes nothing of the answer any more
            asked.add(message.body());
            if (answer instanceof Future<?> later) {
                later.onSuccess(message::reply);
            } else {
                message.reply(answer);
            }
        });
        StoreClient store = new StoreClient(vertx);
        reads = bounds.apply(vertx, store);
        held = new HeldHistories(vertx, store, reads, meters, mostHeld);
        port = listen(store).await().actualPort();
    }

    /** All of it on one event loop, as a verticle has it. */
    private Future<HttpServer> listen(StoreClient store) {
        Promise<HttpServer> listening = Promise.promise();
        loop.runOnContext(begin -> vertx.createHttpServer(Servers.options())
                .requestHandler(new PublisherRoutes(store, reads, "key", held, meters, new ClassicCopies(store, false))
                        .router(vertx))
                .listen(0, "127.0.0.1")
                .onComplete(listening));
        return listening.future();
    }

    /** What the bus carries to followers. */
    void publish(String address, Object body) {
        vertx.eventBus().publish(address, body, new DeliveryOptions().setLocalOnly(true));
    }

    /** Which commands of this kind the store was asked. */
    <C extends StoreCommand> List<C> asked(Class<C> kind) {
        return asked.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    int countOfHeld() {
        return (int) meters.get("halley_histories_held").gauge().value();
    }

    void drain() {
        loop.runOnContext(now -> held.drain());
    }

    JsonObject get(String path, int status) {
        HttpResponse<String> response =
                send(path).orTimeout(10, TimeUnit.SECONDS).join();
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return new JsonObject(response.body());
    }

    /** Asks, and leaves what is answered unread. */
    Socket sendOnly(String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer key\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Cancelling it closes the connection. */
    CompletableFuture<HttpResponse<String>> send(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer key")
                .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    static void await(BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - begun).isLessThan(PATIENCE.toNanos());
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
