package io.halley.store;

import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.Lease;
import io.halley.shared.bus.PresenceInfo;
import io.halley.shared.bus.Progress;
import io.halley.shared.bus.ReadOutcome;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import io.halley.store.spi.Inbox;
import io.halley.store.spi.InboxStore;
import io.halley.store.spi.PresenceStore;
import io.vertx.core.Future;
import java.util.List;

final class Unbuilt implements PresenceStore, InboxStore {

    @Override
    public Future<Void> report(GatewayId gateway, List<Lease> came, List<Lease> renewed, List<Lease> released) {
        return Future.succeededFuture();
    }

    @Override
    public Future<PresenceInfo> info() {
        return Future.succeededFuture(new PresenceInfo(0, null));
    }

    @Override
    public Future<Inbox> find(UserId user) {
        return Future.failedFuture(new StoreException("there are no inboxes"));
    }

    @Override
    public Future<ReadOutcome> markRead(UserId user, List<EventId> upTo, List<EventId> ids) {
        return Future.failedFuture(new StoreException("there are no inboxes"));
    }

    @Override
    public Future<Void> progressed(List<Progress> progress) {
        return progress.isEmpty()
                ? Future.succeededFuture()
                : Future.failedFuture(new StoreException("there are no inboxes"));
    }
}
