package io.halley.gateway.transport;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.http.HttpConnection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What waits for the clients of one event loop. Each may have little, but of thousands that take nothing it is all memory
 * that there is beside the heap, and a loop that finds none stands still, for everyone. So above a bound those for whom
 * most waits are cut, until half of it is left; they come back from their cursor. Confined to the loop.
 */
public final class Unsent {

    /** For all loops half of what there is; the rest is for what comes in, and for what is being written. */
    private static final long BOUND =
            PlatformDependent.maxDirectMemory() / 2 / Runtime.getRuntime().availableProcessors();

    private static final Logger LOG = System.getLogger(Unsent.class.getName());

    private final Set<Channel> channels = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ChannelFutureListener gone = this::gone;
    private final Counter cut;
    private final long bound;
    private long written;

    public Unsent(MeterRegistry meters) {
        this(meters, BOUND);
    }

    /** @param bound in bytes */
    Unsent(MeterRegistry meters, long bound) {
        this.cut = meters.counter("halley_connections_cut", "reason", "memory");
        this.bound = bound;
    }

    /** A connection that has just come. */
    public void came(HttpConnection connection) {
        Channel channel = Wire.of(connection);
        SendBuffer.bound(channel);
        channels.add(channel);
        channel.closeFuture().addListener(gone);
    }

    private void gone(ChannelFuture closed) {
        channels.remove(closed.channel());
    }

    /** About so many bytes were written to one of them. Who has taken them is looked at when they are many. */
    public void wrote(long bytes) {
        written += bytes;
        if (written > bound / 2) {
            look();
        }
    }

    /** A second has passed. */
    public void tick() {
        look();
    }

    private void look() {
        written = 0;
        long waiting = 0;
        for (Channel channel : channels) {
            waiting += waiting(channel);
        }
        if (waiting > bound) {
            shed(waiting);
        }
    }

    private void shed(long waiting) {
        long left = waiting;
        int shed = 0;
        List<Channel> most = channels.stream()
                .sorted(Comparator.comparingLong(Unsent::waiting).reversed())
                .toList();
        for (Channel channel : most) {
            if (left <= bound / 2) {
                break;
            }
            left -= waiting(channel);
            Wire.cut(channel);
            shed++;
        }
        cut.increment(shed);
        LOG.log(Level.WARNING, "{0} bytes waited for clients that took too little: cut {1} of them", waiting, shed);
    }

    private static long waiting(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }
}
