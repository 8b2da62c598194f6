package io.halley.store.spi;

import io.halley.shared.bus.InboxState;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The two channels of one user's inbox, read in one step: the user's own, and {@code users}. */
public record Inbox(UserId user, Part own, Part users) {

    /** How long their channels are known after the last event, so that what went unread is counted right for who was away for long. */
    public static final Duration REMEMBERED = Duration.ofDays(365);

    public Inbox {
        if (!user.equals(own.channel().user()) || !users.channel().equals(Channel.USERS)) {
            throw new IllegalArgumentException("inbox of " + user + " in " + own + " and " + users);
        }
    }

    /** One of them. The mark is settled on what the log covers. */
    public record Part(Channel channel, LogRange range, Mark mark) {
        public Part {
            mark = mark.settled(range);
        }

        /** With the mark that was kept, if there is one. */
        public static Part of(Channel channel, LogRange range, @Nullable Mark kept) {
            return new Part(channel, range, kept == null ? Mark.first(channel, range) : kept);
        }

        private boolean isUnread(EventId id) {
            return range.holds(id)
                    && id.offset() > mark.upTo()
                    && !mark.singles().containsKey(id.offset());
        }

        private Part with(Mark moved) {
            return new Part(channel, range, moved);
        }
    }

    /** How it stands. */
    public InboxState state() {
        return new InboxState(
                user,
                own.mark().unread() + users.mark().unread(),
                own.mark().dropped() + users.mark().dropped(),
                new Cursor(List.of(
                        own.range().idAt(own.mark().upTo()),
                        users.range().idAt(users.mark().upTo()))),
                new Cursor(List.of(own.range().headId(), users.range().headId())),
                own.mark().version() + "-" + users.mark().version());
    }

    /** The channel that an id is of, as far back as epochs are known. No two channels share an epoch. */
    public Optional<Part> partOf(EventId id) {
        return Stream.of(own, users).filter(part -> part.range().names(id)).findFirst();
    }

    /** The first of these positions that is in neither channel; {@code 0.0} is in both. */
    public Optional<EventId> gone(List<EventId> upTo) {
        return upTo.stream()
                .filter(id -> !id.equals(EventId.NONE) && partOf(id).isEmpty())
                .findFirst();
    }

    /** Those of these events that are retained and not read, each once. */
    public List<EventId> unread(List<EventId> ids) {
        return ids.stream()
                .filter(id -> own.isUnread(id) || users.isUnread(id))
                .distinct()
                .toList();
    }

    /**
     * The same with events marked as read at a time, ms since 1970; parameters as in {@link InboxStore#markRead}. What is
     * in neither channel is left out.
     */
    public Inbox marked(List<EventId> upTo, List<EventId> ids, long time) {
        return new Inbox(user, marked(own, upTo, ids, time), marked(users, upTo, ids, time));
    }

    private static Part marked(Part part, List<EventId> upTo, List<EventId> ids, long time) {
        Mark mark = part.mark();
        for (EventId id : upTo) {
            mark = part.range().names(id) ? mark.upTo(id.offset(), time) : mark;
        }
        List<Long> singles =
                ids.stream().filter(part.range()::holds).map(EventId::offset).toList();
        return part.with(mark.ids(singles, time));
    }
}
