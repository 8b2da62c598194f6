package io.halley.gateway.transport;

import io.halley.gateway.Events;
import io.halley.gateway.framing.Frame;
import io.halley.gateway.subscription.Connection;
import io.halley.gateway.subscription.Subscription;
import io.halley.gateway.subscription.Subscriptions;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A hub that has more than anyone takes. */
final class Flooding implements Subscriptions {

    private static final String CHANNEL = "public:a";
    private static final int EVENTS = 20_000;

    /** The last event of a flood. */
    static final String LAST = "aaaaaaaa." + EVENTS + "\"";

    private final Supplier<io.netty.channel.Channel> channelOf;
    final AtomicInteger floods = new AtomicInteger();
    final CompletableFuture<Subscription> full = new CompletableFuture<>();
    final CompletableFuture<Subscription> closed = new CompletableFuture<>();

    /** Whether it writes until the connection says that it is full; else so little that it does not. */
    boolean untilFull = true;

    Flooding(Supplier<io.netty.channel.Channel> channelOf) {
        this.channelOf = channelOf;
    }

    @Override
    public boolean hasRoom(int channels) {
        return true;
    }

    @Override
    public void open(Subscription subscription) {
        subscription.started();
        // not while the request is being read, when nothing is sent
        Objects.requireNonNull(Vertx.currentContext()).runOnContext(later -> {
            if (untilFull) {
                fill(subscription.connection());
            } else {
                fillUp(subscription.connection(), channelOf.get());
            }
            full.complete(subscription);
        });
    }

    private void fill(Connection connection) {
        Frame flood = Events.frame(CHANNEL, EVENTS);
        while (connection.isWritable()) {
            connection.write(List.of(flood), false);
            floods.incrementAndGet();
        }
    }

    /** So that more waits here than both kernels take by and by, and less than is too much. */
    private static void fillUp(Connection connection, io.netty.channel.Channel channel) {
        while (channel.unsafe().outboundBuffer().totalPendingWriteBytes() < 32 * 1024) {
            connection.write(List.of(Events.frame(CHANNEL, 10)), false);
        }
    }

    @Override
    public void mark(Subscription subscription) {}

    @Override
    public void resume(Subscription subscription) {}

    @Override
    public void close(Subscription subscription) {
        subscription.close();
        closed.complete(subscription);
    }
}
