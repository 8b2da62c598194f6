package io.halley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.Events;
import io.halley.gateway.framing.Frame;
import io.halley.gateway.subscription.Subscription;
import io.halley.gateway.subscription.Subscriptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Reading goes on when what was written is taken, and never within that write: a kernel that takes all of it at once is no
 * reason to move the cursor before those who wrote have said what became of it.
 */
@Timeout(30)
final class DrainedTest {

    /** More than a connection holds, and less than a kernel takes at once. */
    private static final Frame LARGE = Events.frame("public:a", 700);

    private final Vertx vertx = Vertx.vertx();
    private final Socket client = new Socket();

    @AfterEach
    void close() throws Exception {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void reading_goes_on_once_after_several_writes_and_within_none() throws Exception {
        Writing hub = new Writing(false);
        open(hub);
        assertThat(hub.seen.get(10, TimeUnit.SECONDS)).containsExactly("written", "resumed");
    }

    @Test
    void reading_does_not_go_on_for_one_that_has_ended_meanwhile() throws Exception {
        Writing hub = new Writing(true);
        open(hub);
        assertThat(hub.seen.get(10, TimeUnit.SECONDS)).containsExactly("written", "closed");
    }

    private void open(Writing hub) throws Exception {
        Transports transports = new Transports(
                hub,
                (message, subscription) -> Future.failedFuture("no command is expected"),
                new SimpleMeterRegistry(),
                bytes -> {});
        Router router = Router.router(vertx);
        router.get("/")
                .handler(context -> transports.hold(
                        context.request(), SubscribeRequest.of(context), Long.MAX_VALUE, () -> () -> {}));
        int port = Loopback.listen(
                vertx, new HttpServerOptions().setStrictThreadMode(true).setSendBufferSize(4 * 1024 * 1024), router);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        client.getOutputStream()
                .write("GET /?channel=public:a&transport=sse HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** A hub that writes twice in one turn, and looks on for as long as it takes all that follows to happen. */
    private static final class Writing implements Subscriptions {

        private static final int TURNS = 20;

        private final boolean ends;
        private final List<String> order = new ArrayList<>();
        final CompletableFuture<List<String>> seen = new CompletableFuture<>();

        /** @param ends whether the connection ends in the turn in which it was written to */
        Writing(boolean ends) {
            this.ends = ends;
        }

        @Override
        public boolean hasRoom(int channels) {
            return true;
        }

        @Override
        public void open(Subscription subscription) {
            subscription.started();
            // not while the request is being read, when nothing is sent
            Context loop = Objects.requireNonNull(Vertx.currentContext());
            loop.runOnContext(later -> {
                subscription.connection().write(List.of(LARGE), false);
                subscription.connection().write(List.of(LARGE), false);
                order.add("written");
                if (ends) {
                    subscription.connection().cut();
                }
                lookOn(loop, TURNS);
            });
        }

        private void lookOn(Context loop, int turns) {
            if (turns == 0) {
                seen.complete(order);
            } else {
                loop.runOnContext(next -> lookOn(loop, turns - 1));
            }
        }

        @Override
        public void mark(Subscription subscription) {}

        @Override
        public void resume(Subscription subscription) {
            order.add("resumed");
        }

        @Override
        public void close(Subscription subscription) {
            subscription.close();
            order.add("closed");
        }
    }
}
