package io.halley.store.spi;

import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.GatewayInfo;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** What the gateways do that report to this process: for each of theirs, all event loops together. */
public final class GatewaySums implements GatewayDirectory {

    /** An event loop that has said nothing for so many ms is left out. */
    public static final long HOLD_MS = 10_000;

    /** More processes than that never report to one; beyond it a new one is left out. */
    private static final int MOST_PROCESSES = 1_000;

    private final LongSupplier clock;
    private final TreeMap<String, Map<Integer, Said>> loops = new TreeMap<>();

    /** Takes what counts ms, from any time on. */
    public GatewaySums(LongSupplier clock) {
        this.clock = clock;
    }

    public GatewaySums() {
        this(() -> System.nanoTime() / 1_000_000);
    }

    private record Said(GatewayInfo info, long at) {}

    @Override
    public Future<Void> report(GatewayId gateway, GatewayInfo info) {
        forget();
        if (loops.size() < MOST_PROCESSES || loops.containsKey(gateway.process())) {
            loops.computeIfAbsent(gateway.process(), process -> new HashMap<>())
                    .put(gateway.loop(), new Said(info, clock.getAsLong()));
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<List<GatewayInfo>> list() {
        return Future.succeededFuture(sums());
    }

    /** One per process, ordered by name. */
    public List<GatewayInfo> sums() {
        forget();
        return loops.entrySet().stream()
                .map(process -> process.getValue().values().stream()
                        .map(Said::info)
                        .reduce(new GatewayInfo(process.getKey(), 0, 0, 0, 0), GatewayInfo::plus))
                .toList();
    }

    private void forget() {
        long now = clock.getAsLong();
        loops.values().forEach(said -> said.values().removeIf(last -> now - last.at >= HOLD_MS));
        loops.values().removeIf(Map::isEmpty);
    }
}
