package io.halley.gateway.classic;

import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.Future;

/** The log of every channel, to be read: {@link io.halley.shared.bus.BoundedReads#read(Channel, Position, ReadLimit)}. */
interface Log {

    Future<Backlog> read(Channel channel, Position from, ReadLimit limit);
}
