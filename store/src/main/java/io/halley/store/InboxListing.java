package io.halley.store;

import io.halley.shared.bus.InboxEntry;
import io.halley.shared.bus.InboxPage;
import io.halley.shared.bus.StoreCommand.ListInbox;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.store.spi.EventStore;
import io.halley.store.spi.Inbox;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One part of an inbox being listed: both channels downwards, whichever has the later event. */
final class InboxListing {

    /** Of events, so that a part is no larger than what a poll answers; one event is listed in any case. */
    static final long MOST_BYTES = 1 << 20;

    /** Then the part ends, with whatever it has. */
    static final int MOST_READS = 64;

    private final EventStore events;
    private final Inbox inbox;
    private final int limit;
    private final InboxSide own;
    private final InboxSide users;
    private final List<InboxEntry> listed = new ArrayList<>();
    private long bytes;
    private int reads;

    InboxListing(EventStore events, Inbox inbox, ListInbox list) {
        this.events = events;
        this.inbox = inbox;
        this.limit = list.limit();
        this.own = new InboxSide(inbox.own(), list.filter(), slot(list.after(), 0));
        this.users = new InboxSide(inbox.users(), list.filter(), slot(list.after(), 1));
    }

    /** Lists until it is full, or nothing is left. */
    Future<InboxPage> page() {
        while (listed.size() < limit && bytes < MOST_BYTES) {
            InboxSide empty = own.lacks() ? own : users;
            if (empty.lacks()) {
                return reads++ == MOST_READS
                        ? Future.succeededFuture(result())
                        : empty.fill(events).compose(filled -> page());
            }
            InboxSide later = own.time() >= users.time() ? own : users;
            if (later.isAtEnd()) {
                break;
            }
            InboxEntry entry = later.take();
            listed.add(entry);
            bytes += entry.event().data().json().length();
        }
        return Future.succeededFuture(result());
    }

    private InboxPage result() {
        boolean ends = own.isAtEnd() && users.isAtEnd();
        Cursor next = ends ? null : new Cursor(List.of(own.position(), users.position()));
        return new InboxPage(listed, next, inbox.state());
    }

    /** The offset below which a side goes on. */
    private static long slot(@Nullable Cursor after, int i) {
        Position position = after == null ? Position.NOW : after.positions().get(i);
        return position instanceof EventId id ? id.offset() : Long.MAX_VALUE;
    }
}
