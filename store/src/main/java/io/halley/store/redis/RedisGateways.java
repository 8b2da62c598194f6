package io.halley.store.redis;

import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.GatewayInfo;
import io.halley.shared.runtime.Complaint;
import io.halley.store.spi.GatewayDirectory;
import io.halley.store.spi.GatewaySums;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the gateways of all processes do. Each process writes down what its own do, which expires unless it is written
 * again. Confined to the store's context.
 */
final class RedisGateways implements GatewayDirectory {

    private static final System.Logger LOG = System.getLogger(RedisGateways.class.getName());

    /** Several times while what was written holds, so that some may fail. */
    private static final int WRITES = 5;

    private final Vertx vertx;
    private final Commands commands;
    private final long holdMs;
    private final GatewaySums own = new GatewaySums();
    private final Complaint complaint = new Complaint(LOG, "what gateways do is not written, trying again");
    private final long timer;
    private boolean isFirst = true;

    RedisGateways(Vertx vertx, Commands commands) {
        this(vertx, commands, GatewaySums.HOLD_MS);
    }

    /** With a time of its own for which what is written holds, for tests. */
    RedisGateways(Vertx vertx, Commands commands, long holdMs) {
        this.vertx = vertx;
        this.commands = commands;
        this.holdMs = holdMs;
        this.timer = vertx.setPeriodic(holdMs / WRITES, id -> write(holdMs));
    }

    /** Never fails: what can't be written now is so a little later, or is not true any more by then. */
    @Override
    public Future<Void> report(GatewayId gateway, GatewayInfo info) {
        Future<Void> reported = own.report(gateway, info);
        if (isFirst) {
            isFirst = false;
            write(holdMs);
        }
        return reported;
    }

    @Override
    public Future<List<GatewayInfo>> list() {
        return commands.run(Script.GATEWAYS_LIST, List.of(Keys.GATEWAYS, Keys.GATEWAY_SUMS), List.of())
                .map(RedisGateways::infos);
    }

    /** Takes back what was written. */
    void close() {
        vertx.cancelTimer(timer);
        write(0);
    }

    private void write(long forMs) {
        List<GatewayInfo> sums = own.sums();
        if (sums.isEmpty()) {
            return;
        }
        List<String> arguments = new ArrayList<>(List.of(Long.toString(forMs)));
        for (GatewayInfo sum : sums) {
            arguments.add(sum.gateway());
            arguments.add(sum.streams() + " " + sum.polls() + " " + sum.users() + " " + sum.events());
        }
        commands.run(Script.GATEWAYS_REPORT, List.of(Keys.GATEWAYS, Keys.GATEWAY_SUMS), arguments)
                .onSuccess(written -> complaint.end())
                .onFailure(complaint::about);
    }

    private static List<GatewayInfo> infos(Response answer) {
        List<GatewayInfo> infos = new ArrayList<>();
        for (int i = 0; i < answer.size(); i += 2) {
            String[] numbers = answer.get(i + 1).toString().split(" ");
            infos.add(new GatewayInfo(
                    answer.get(i).toString(),
                    Integer.parseInt(numbers[0]),
                    Integer.parseInt(numbers[1]),
                    Integer.parseInt(numbers[2]),
                    Long.parseLong(numbers[3])));
        }
        infos.sort(Comparator.comparing(GatewayInfo::gateway));
        return infos;
    }
}
