package io.halley.gateway.classic;

import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** Reads of a log whose answers wait, each at a gate of its own, until a test opens it. */
final class GatedLog implements Log {

    final List<Promise<Void>> gates = new ArrayList<>();
    private final Log log;

    GatedLog(Log log) {
        this.log = log;
    }

    @Override
    public Future<Backlog> read(Channel channel, Position from, ReadLimit limit) {
        Promise<Void> gate = Promise.promise();
        gates.add(gate);
        return log.read(channel, from, limit).compose(read -> gate.future().map(read));
    }

    Reading reading() {
        return MovingLog.reading(this);
    }
}
