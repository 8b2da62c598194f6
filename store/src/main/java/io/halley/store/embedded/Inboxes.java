package io.halley.store.embedded;

import io.halley.shared.bus.InboxNotice;
import io.halley.shared.bus.InboxState;
import io.halley.shared.bus.Progress;
import io.halley.shared.bus.ReadOutcome;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import io.halley.store.embedded.MapWriter.Slot;
import io.halley.store.spi.Inbox;
import io.halley.store.spi.Inbox.Part;
import io.halley.store.spi.InboxStore;
import io.halley.store.spi.LogRange;
import io.halley.store.spi.Mark;
import io.halley.store.spi.Notices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What users have read. A mark is in memory first; what somebody marked is answered, and shown, when it is on the disk. How
 * far channels came to users is on the disk some seconds later. Confined to the store's context.
 */
final class Inboxes implements InboxStore {

    private static final System.Logger LOG = System.getLogger(Inboxes.class.getName());

    private final LogIndex index;
    private final KnownUsers known;
    private final Marks marks;
    private final MarkWriter writer;
    private final Notices notices;
    private final Set<Channel> followed;
    private final LongSupplier clock;
    private final LongWork work;
    private boolean warned;
    private boolean closed;

    Inboxes(
            Vertx vertx,
            LogIndex index,
            KnownUsers known,
            Marks marks,
            MapWriter maps,
            Notices notices,
            Set<Channel> followed,
            LongSupplier clock) {
        this.index = index;
        this.known = known;
        this.marks = marks;
        this.writer = new MarkWriter(marks, maps);
        this.notices = notices;
        this.followed = followed;
        this.clock = clock;
        this.work = new LongWork(vertx);
    }

    @Override
    public Future<Inbox> find(UserId user) {
        if (closed) {
            return Future.failedFuture(new StoreException("the store is closed"));
        }
        Inbox inbox = inbox(user);
        if (known.find(user.value()) == null) {
            return Future.succeededFuture(inbox);
        }
        settle(user, inbox.own());
        if (marks.has(user, Channel.USERS)) {
            settle(user, inbox.users());
            // what the disk did not take does not count any more
            return writer.settled(user).map(inbox).recover(failure -> find(user));
        }
        return writer.write(user, List.of(inbox.users())).map(inbox);
    }

    @Override
    public Future<ReadOutcome> markRead(UserId user, List<EventId> upTo, List<EventId> ids) {
        if (closed) {
            return Future.failedFuture(new StoreException("the store is closed"));
        }
        Inbox before = inbox(user);
        EventId gone = before.gone(upTo).orElse(null);
        if (gone != null) {
            return Future.succeededFuture(new ReadOutcome.Gone(gone));
        }
        return Future.succeededFuture().compose(begun -> mark(before, upTo, ids));
    }

    @Override
    public Future<Void> progressed(List<Progress> progress) {
        if (closed) {
            return Future.failedFuture(new StoreException("the store is closed"));
        }
        long now = clock.getAsLong();
        Stream<Runnable> steps = progress.stream().map(one -> () -> noteReadable(one, now));
        return work.submit(steps.iterator());
    }

    /** Makes the mark of who has none yet on the channel of all users; adds to what is to be written for it. */
    void begin(UserId user, Map<Slot, @Nullable String> entries) {
        if (!marks.has(user, Channel.USERS) && !marks.isFull()) {
            writer.keep(user, part(user, Channel.USERS), entries);
        }
    }

    /** Takes in what is known of a log that is about to be forgotten. */
    void settle(Channel channel) {
        UserId user = channel.user();
        if (user != null && known.find(user.value()) != null) {
            writer.writeLater(user, part(user, channel));
        }
    }

    void close() {
        closed = true;
    }

    private Future<ReadOutcome> mark(Inbox before, List<EventId> upTo, List<EventId> ids) {
        UserId user = before.user();
        Inbox after = before.marked(upTo, ids, clock.getAsLong());
        InboxState state = after.state();
        if (state.version().equals(before.state().version())) {
            return writer.settled(user).map(new ReadOutcome.Marked(state, List.of()));
        }
        return writer.write(user, List.of(after.own(), after.users())).map(written -> {
            if (followed.contains(after.own().channel())) {
                notices.read(after.own().channel(), new InboxNotice.Read(state, upTo.isEmpty() ? ids : List.of()));
            }
            return new ReadOutcome.Marked(state, before.unread(ids));
        });
    }

    /** One mark that can't be read must not keep the others from going on. */
    private void noteReadable(Progress progress, long now) {
        try {
            note(progress, now);
        } catch (IllegalArgumentException e) {
            if (!warned) {
                LOG.log(Level.ERROR, "user " + progress.user() + " has a mark that can't be read; no other is told", e);
            }
            warned = true;
        }
    }

    private void note(Progress progress, long now) {
        UserId user = progress.user();
        Channel channel = progress.channel();
        boolean isOfInbox = channel.equals(Channel.USERS) || user.equals(channel.user());
        if (!isOfInbox || known.find(user.value()) == null) {
            return;
        }
        Part part = part(user, channel);
        Mark mark = part.mark();
        long written = offset(part.range(), progress.written());
        long delivered = offset(part.range(), progress.delivered());
        mark = written > 0 ? mark.written(written, now) : mark;
        mark = delivered > 0 ? mark.delivered(delivered, now) : mark;
        if (!mark.equals(part.mark())) {
            writer.writeLater(user, new Part(channel, part.range(), mark));
        }
    }

    /** Of an event that is retained; else 0. */
    private static long offset(LogRange range, @Nullable EventId id) {
        return id != null && range.holds(id) ? id.offset() : 0;
    }

    private Inbox inbox(UserId user) {
        return new Inbox(user, part(user, Channel.ofUser(user)), part(user, Channel.USERS));
    }

    private Part part(UserId user, Channel channel) {
        return Part.of(channel, index.range(channel), marks.find(user, channel));
    }

    /** Keeps what retention took since; nothing happens if it took nothing, or there is no mark. */
    private void settle(UserId user, Part part) {
        Mark kept = marks.find(user, part.channel());
        if (kept != null
                && (kept.dropped() != part.mark().dropped()
                        || !kept.version().equals(part.mark().version()))) {
            writer.writeLater(user, part);
        }
    }
}
