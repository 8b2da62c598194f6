package io.halley.store.spi;

import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.GatewayInfo;
import io.vertx.core.Future;
import java.util.List;

/** What the gateways of all processes do. Called and answered as {@link EventStore} is. */
public interface GatewayDirectory {

    /** Takes in what one event loop does now; others learn of it within seconds. */
    Future<Void> report(GatewayId gateway, GatewayInfo info);

    /** One per process, ordered by name; 1,000 at most. One that has said nothing for 10 s is left out. */
    Future<List<GatewayInfo>> list();
}
