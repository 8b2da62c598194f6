package io.halley.shared.wire;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.http.HttpConnection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;

/**
 * What waits because of the clients of one server on one event loop: to be taken by them, or for the rest of what they began
 * to say. Each may have little, but of thousands that do nothing it is all memory that there is, and a loop that finds none
 * stands still, for everyone. So above a bound those because of whom most waits are cut, until half of it is left; a
 * subscriber comes back from its cursor. Confined to the loop.
 */
public final class WaitingBytes {

    private static final Logger LOG = System.getLogger(WaitingBytes.class.getName());

    private final Set<Channel> channels = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ChannelFutureListener gone = this::gone;
    private final LongConsumer add = this::added;
    private final Counter cut;
    private final ToLongFunction<Channel> more;
    private final long bound;
    private long added;

    /**
     * Begins with no clients.
     *
     * @param bound in bytes, see {@link #part}
     * @param more what else waits in a channel because of its client, in bytes
     */
    public WaitingBytes(MeterRegistry meters, long bound, ToLongFunction<Channel> more) {
        this.more = more;
        this.cut = meters.counter("halley_connections_cut", "reason", "memory");
        this.bound = bound;
    }

    /**
     * A part of the memory that there is: 4 for a quarter. All parts together leave some for what comes and goes meanwhile.
     * A message that has begun is on the heap, all else beside it; so it is of the smaller of the two.
     */
    public static long part(int of) {
        return Math.min(
                        PlatformDependent.maxDirectMemory(),
                        Runtime.getRuntime().maxMemory())
                / of;
    }

    /** A connection of HTTP/1 that has just come. */
    public void came(HttpConnection connection) {
        Channel channel = Wire.of(connection);
        SendBuffer.bound(channel);
        channel.pipeline().addFirst(new Intake(add));
        RequestHeads.read(channel, add);
        channels.add(channel);
        channel.closeFuture().addListener(gone);
    }

    private void gone(ChannelFuture closed) {
        channels.remove(closed.channel());
    }

    /** About so many bytes more may wait because of one of them. Which do is looked at when they are many. */
    public void added(long bytes) {
        added += bytes;
        if (added > bound / 2) {
            look();
        }
    }

    /** A second has passed. */
    public void tick() {
        look();
    }

    private void look() {
        added = 0;
        long waiting = 0;
        for (Channel channel : channels) {
            waiting += of(channel);
        }
        if (waiting > bound) {
            shed(waiting);
        }
    }

    private void shed(long waiting) {
        long left = waiting;
        int shed = 0;
        List<Channel> most = channels.stream()
                .sorted(Comparator.comparingLong(this::of).reversed())
                .toList();
        for (Channel channel : most) {
            if (left <= bound / 2) {
                break;
            }
            left -= of(channel);
            Wire.cut(channel);
            shed++;
        }
        cut.increment(shed);
        LOG.log(
                Level.WARNING,
                "{0} bytes waited because of clients that took or said too little: cut {1} of them",
                waiting,
                shed);
    }

    private long of(Channel channel) {
        return Intake.bytes(channel) + RequestHeads.bytes(channel) + more.applyAsLong(channel) + Wire.waiting(channel);
    }
}
