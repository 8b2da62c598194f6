package io.halley.store.redis;

import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.Lease;
import io.halley.shared.bus.PresenceInfo;
import io.halley.shared.config.RedisUrl;
import io.halley.shared.config.StoreConfig;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.event.UserId;
import io.halley.store.fixture.RedisServer;
import io.halley.store.spi.LeaseTimes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** One process, as far as presence goes: a gateway that holds users, each on one device. */
final class PresenceProcess implements AutoCloseable {

    /** Nothing ends but when a test says so. */
    static final LeaseTimes NO_SWEEPS = new LeaseTimes(15_000, 8_000, 3_600_000);

    final DirectCommands commands;
    final RedisUsers users;
    final RedisPresence presence;

    private final GatewayId gateway;
    private final RedisLog log;

    PresenceProcess(Vertx vertx, RedisServer redis, String name, LeaseTimes times, int mostUsers) {
        gateway = new GatewayId(name, 0);
        commands = new DirectCommands(vertx, redis.url());
        users = new RedisUsers(commands);
        StoreConfig.Retention retention = new StoreConfig.Retention(10_000, 16 << 20, Duration.ofDays(7));
        log = new RedisLog(
                commands,
                new StoreConfig(StoreConfig.Kind.REDIS, Path.of("unused"), RedisUrl.LOCAL, retention, retention));
        presence = commands.on(
                () -> Future.succeededFuture(new RedisPresence(vertx, commands, log, times, mostUsers, told -> {})));
    }

    PresenceProcess(Vertx vertx, RedisServer redis, String name, LeaseTimes times) {
        this(vertx, redis, name, times, RedisUsers.MOST_USERS);
    }

    static List<String> users(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "u" + i).toList();
    }

    private static List<Lease> leases(List<String> users) {
        return leases(users, "c");
    }

    private static List<Lease> leases(List<String> users, String client) {
        return users.stream()
                .map(user -> new Lease(new UserId(user), client, "sse"))
                .toList();
    }

    void came(List<String> names) {
        commands.on(() -> presence.report(gateway, leases(names), List.of(), List.of()));
    }

    void renewed(List<String> names) {
        commands.on(() -> presence.report(gateway, List.of(), leases(names), List.of()));
    }

    /** The same, on a device more. */
    void renewed(List<String> names, String client) {
        commands.on(() -> presence.report(gateway, List.of(), leases(names, client), List.of()));
    }

    void released(List<String> names) {
        commands.on(() -> presence.report(gateway, List.of(), List.of(), leases(names)));
    }

    /** Two reports at once, the second one in reverse order. */
    void cameAndReleased(List<String> names) {
        List<Lease> came = leases(names);
        List<Lease> released = new ArrayList<>(came);
        Collections.reverse(released);
        commands.on(() -> Future.all(
                presence.report(gateway, came, List.of(), List.of()),
                presence.report(gateway, List.of(), List.of(), released)));
    }

    Future<Void> startSweep() {
        return commands.start(presence::sweep);
    }

    void sweep() {
        startSweep().await();
    }

    PresenceInfo info() {
        return commands.on(presence::info);
    }

    List<String> online() {
        return commands.on(() -> users.list(true, "", null, 1_000)).items().stream()
                .map(info -> info.user().value())
                .toList();
    }

    /** What the log says of who came and went, as {@code join alice}. */
    List<String> told() {
        List<Event> events = new ArrayList<>();
        Backlog page = read(EventId.NONE);
        events.addAll(page.events());
        while (page.hasMore()) {
            page = read(page.end());
            events.addAll(page.events());
        }
        return events.stream()
                .map(event -> event.type() + " " + event.data().json().replaceAll(".*:\"|\"}", ""))
                .toList();
    }

    private Backlog read(EventId from) {
        return commands.on(() -> log.read(Channel.PRESENCE, from, ReadLimit.PAGE));
    }

    @Override
    public void close() {
        commands.on(() -> {
            presence.close();
            return Future.succeededFuture();
        });
    }
}
