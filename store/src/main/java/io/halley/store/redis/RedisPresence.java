package io.halley.store.redis;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.Lease;
import io.halley.shared.bus.PresenceInfo;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Channel;
import io.halley.shared.runtime.Complaint;
import io.halley.store.spi.LeaseTimes;
import io.halley.store.spi.PresenceStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Who is online, the same for all processes: times are those of Redis's clock, and every process looks for leases that
 * have run out; whichever meets one first ends it. Confined to the store's context.
 */
final class RedisPresence implements PresenceStore {

    private static final System.Logger LOG = System.getLogger(RedisPresence.class.getName());
    private static final int LEASES_AT_ONCE = 200;

    /** One for each event loop is usual; beyond this they fail at once. */
    private static final int MOST_WAITING = 256;

    /** What reporting and sweeping have in common, as {@link #arguments}. */
    private static final List<String> KEYS = List.of(
            Keys.LEASES,
            Keys.USER_DEVICES,
            Keys.USERS_ONLINE,
            Keys.PRESENCE,
            Keys.USER_TIMES,
            Keys.log(Channel.PRESENCE),
            Keys.meta(Channel.PRESENCE));

    private final Vertx vertx;
    private final Commands commands;
    private final RedisLog log;
    private final LeaseTimes times;
    private final int mostUsers;
    private final Consumer<List<AppendOutcome>> told;
    private final Complaint complaint = new Complaint(LOG, "nobody leaves, trying again");
    private final long timer;
    private Future<Void> lastReport = Future.succeededFuture();
    private int waiting;
    private boolean sweeping;
    private boolean closed;

    /** Tells {@code told} of the joins and leaves that this process decided. */
    RedisPresence(Vertx vertx, Commands commands, RedisLog log, LeaseTimes times, Consumer<List<AppendOutcome>> told) {
        this(vertx, commands, log, times, RedisUsers.MOST_USERS, told);
    }

    /** With a bound of its own, for tests. */
    RedisPresence(
            Vertx vertx,
            Commands commands,
            RedisLog log,
            LeaseTimes times,
            int mostUsers,
            Consumer<List<AppendOutcome>> told) {
        this.vertx = vertx;
        this.commands = commands;
        this.log = log;
        this.times = times;
        this.mostUsers = mostUsers;
        this.told = told;
        this.timer = vertx.setPeriodic(times.sweepMs(), id -> tick());
    }

    private record Change(String kind, Lease lease) {}

    /** One report at a time and in order, chunk after chunk; after one that fails the rest of its report is left out. */
    @Override
    public Future<Void> report(GatewayId gateway, List<Lease> came, List<Lease> renewed, List<Lease> released) {
        if (closed) {
            return Future.failedFuture(new StoreException("the store is closed"));
        }
        if (waiting == MOST_WAITING) {
            return Future.failedFuture(new StoreException("too much waits for Redis"));
        }
        List<Change> changes = new ArrayList<>(came.size() + renewed.size() + released.size());
        came.forEach(lease -> changes.add(new Change("came", lease)));
        renewed.forEach(lease -> changes.add(new Change("renewed", lease)));
        released.forEach(lease -> changes.add(new Change("released", lease)));
        if (changes.isEmpty()) {
            return Future.succeededFuture();
        }
        waiting++;
        lastReport = lastReport.transform(before -> send(gateway, changes, 0)).onComplete(done -> waiting--);
        return lastReport;
    }

    @Override
    public Future<PresenceInfo> info() {
        if (closed) {
            return Future.failedFuture(new StoreException("the store is closed"));
        }
        return commands.run(
                        Script.PRESENCE_INFO,
                        List.of(Keys.USER_DEVICES, Keys.PRESENCE),
                        List.of(Long.toString(times.ttlMs()), Long.toString(times.outageMs())))
                .map(answer -> {
                    String since = answer.get(1).toString();
                    return new PresenceInfo(
                            Replies.number(answer.get(0)), since.isEmpty() ? null : Long.parseLong(since));
                });
    }

    void close() {
        closed = true;
        vertx.cancelTimer(timer);
    }

    /** Ends what has run out, all of it. */
    Future<Void> sweep() {
        List<String> arguments = arguments();
        arguments.add(Integer.toString(LEASES_AT_ONCE));
        return commands.run(Script.PRESENCE_SWEEP, KEYS, arguments).compose(answer -> {
            told.accept(Replies.outcomes(answer.get(1)));
            return Replies.number(answer.get(0)) == 1 && !closed ? sweep() : Future.succeededFuture();
        });
    }

    private void tick() {
        if (sweeping) {
            return;
        }
        sweeping = true;
        sweep().onComplete(done -> sweeping = false)
                .onSuccess(done -> complaint.end())
                .onFailure(complaint::about);
    }

    private Future<Void> send(GatewayId gateway, List<Change> changes, int from) {
        int to = Math.min(from + LEASES_AT_ONCE, changes.size());
        return send(gateway, changes.subList(from, to)).compose(answer -> {
            told.accept(Replies.outcomes(answer));
            return to < changes.size() ? send(gateway, changes, to) : Future.succeededFuture();
        });
    }

    private Future<Response> send(GatewayId gateway, List<Change> chunk) {
        List<String> arguments = arguments();
        arguments.add(Integer.toString(Lease.MOST_OF_ONE_USER));
        arguments.add(Integer.toString(mostUsers));
        arguments.add(gateway.toString());
        for (Change change : chunk) {
            arguments.add(change.kind);
            arguments.add(change.lease.user().value());
            arguments.add(change.lease.client());
            arguments.add(change.lease.transport());
        }
        List<String> keys = new ArrayList<>(KEYS);
        keys.add(Keys.USER_IDS);
        return commands.run(Script.PRESENCE_REPORT, keys, arguments);
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(log.settings(Channel.PRESENCE));
        arguments.add(Long.toString(times.ttlMs()));
        arguments.add(Long.toString(times.graceMs()));
        arguments.add(Long.toString(times.outageMs()));
        return arguments;
    }
}
