package io.halley.gateway.presence;

import io.halley.gateway.Loop;
import io.halley.shared.bus.Addresses;
import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.IdentityCodec;
import io.halley.shared.bus.Lease;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.bus.StoreCommand;
import io.halley.shared.bus.StoreCommand.Report;
import io.halley.shared.bus.StoreCommand.Report.Part;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The presence of one event loop, and what it reports to a store that is there or not. */
final class ReportedPresence implements AutoCloseable {

    static final UserId USER = new UserId("1");
    static final Channel OWN = Channel.ofUser(USER);

    final Loop loop = new Loop();
    final List<Report> reports = new ArrayList<>();
    final Presence presence = new Presence(new StoreClient(loop.vertx), new GatewayId("host-abc", 1));
    boolean away;
    /** What the store does not take in while it is there. */
    Map<Part, String> left = Map.of();

    ReportedPresence() {
        IdentityCodec.register(loop.vertx.eventBus());
        loop.run(() -> loop.vertx.eventBus().<StoreCommand>localConsumer(Addresses.STORE, message -> {
            reports.add((Report) message.body());
            message.reply(away ? new StoreException("away") : left);
        }));
    }

    static EventId id(long offset) {
        return new EventId("aaaaaaaa", offset);
    }

    Report last() {
        return reports.get(reports.size() - 1);
    }

    List<Lease> releasedIn(int seconds) {
        List<Lease> released = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            tick();
            released.addAll(last().released());
        }
        return released;
    }

    Runnable came(@Nullable String client, String transport) {
        Runnable[] over = new Runnable[1];
        loop.run(() -> over[0] = presence.came(USER, client, transport));
        return over[0];
    }

    void tick() {
        loop.run(() -> presence.tick(0, 0, 0));
    }

    @Override
    public void close() {
        loop.close();
    }
}
