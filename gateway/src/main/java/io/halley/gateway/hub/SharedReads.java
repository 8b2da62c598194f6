package io.halley.gateway.hub;

import io.halley.gateway.framing.Frame;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** The reads of one channel's log that are under way; equal ones are one. Confined to the hub's loop. */
final class SharedReads {

    private record Read(Position from, ReadLimit limit) {}

    private final Channel channel;
    private final Upstream upstream;
    private final Map<Read, Future<Frame>> underWay = new HashMap<>();

    SharedReads(Channel channel, Upstream upstream) {
        this.channel = channel;
        this.upstream = upstream;
    }

    Future<Frame> read(Position from, ReadLimit limit) {
        Read read = new Read(from, limit);
        Future<Frame> known = underWay.get(read);
        if (known != null) {
            return known;
        }
        Future<Frame> frame = upstream.read(channel, from, limit);
        underWay.put(read, frame);
        // before the callers' own handlers, so that whoever reads on from here makes a new read
        frame.onComplete(done -> underWay.remove(read));
        return frame;
    }
}
