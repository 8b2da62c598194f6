package io.halley.store;

import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.store.spi.Notice;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How far one channel was carried to the bus. */
final class Followed {

    private final Channel channel;
    private final Future<EventId> begun;
    private final Set<String> followers = new HashSet<>();
    private @Nullable EventId last;
    private @Nullable EventId target;
    private boolean doubtful;
    /** Not only events may have been missed. */
    private boolean doubtfulOfAll;

    private boolean repairing;

    /** Takes what completes, with the head, when the backend sends notices. */
    Followed(Channel channel, Future<EventId> begun) {
        this.channel = channel;
        this.begun = begun;
    }

    Channel channel() {
        return channel;
    }

    /** Completes when the backend sends notices. */
    Future<EventId> begun() {
        return begun;
    }

    void add(String follower) {
        followers.add(follower);
    }

    /** Answers whether it followed. */
    boolean remove(String follower) {
        return followers.remove(follower);
    }

    /** Whether somebody asked for it and has not taken it back. */
    boolean isFollowed() {
        return !followers.isEmpty();
    }

    void begin(EventId head) {
        last = head;
    }

    /** The position up to which the channel was carried. */
    EventId last() {
        return Objects.requireNonNull(last);
    }

    /** What a notice adds where it goes on from the last position; null if it adds nothing, or there is a repair to do. */
    @Nullable
    Backlog take(Notice notice) {
        if (last == null || repairing) {
            raise(notice.head());
            return null;
        }
        if (isCarried(notice.head())) {
            return null;
        }
        List<Event> fresh = notice.events().stream()
                .filter(event -> event.id() != null && event.id().offset() > last.offset())
                .toList();
        if (!goesOn(fresh, notice.head())) {
            raise(notice.head());
            return null;
        }
        Backlog next = new Backlog(channel, last, fresh, notice.head(), notice.head(), null);
        last = notice.head();
        return next;
    }

    /** Notices of all kinds may have been missed. */
    void doubtAll() {
        doubtful = true;
        doubtfulOfAll = true;
    }

    /** Whether what is no event has to wait for events that are not carried yet; the repair then makes up for it, too. */
    boolean makesUpForAllLater() {
        doubtfulOfAll |= repairing;
        return repairing;
    }

    /** Whether, now that all events were carried, what else was missed has to be made up for; answers it once. */
    boolean endsDoubtOfAll() {
        boolean ends = doubtfulOfAll && !isBehind();
        doubtfulOfAll &= !ends;
        return ends;
    }

    /** Whether there may be something that was not carried. */
    boolean isBehind() {
        return last != null && (doubtful || (target != null && !isCarried(target)));
    }

    /** Answers whether there was no repair under way. */
    boolean startRepair() {
        boolean starts = last != null && !repairing;
        repairing |= starts;
        return starts;
    }

    /** What notices say from now on is news to the read that begins. */
    void reading() {
        target = null;
        doubtful = false;
    }

    void carried(Backlog backlog) {
        last = backlog.end();
        if (backlog.hasMore()) {
            raise(backlog.head());
        }
    }

    void repaired() {
        repairing = false;
    }

    /** Never lowers what is known to be there; of two epochs it can't be told which is the later one. */
    private void raise(EventId head) {
        if (target == null) {
            target = head;
        } else if (!target.epoch().equals(head.epoch())) {
            doubtful = true;
        } else if (target.offset() < head.offset()) {
            target = head;
        }
    }

    private boolean isCarried(EventId id) {
        return last != null && id.epoch().equals(last.epoch()) && id.offset() <= last.offset();
    }

    private boolean goesOn(List<Event> fresh, EventId head) {
        if (last == null || fresh.isEmpty()) {
            return false;
        }
        EventId expected = last;
        for (Event event : fresh) {
            EventId id = event.id();
            if (id == null || !id.epoch().equals(expected.epoch()) || id.offset() != expected.offset() + 1) {
                return false;
            }
            expected = id;
        }
        return expected.equals(head);
    }
}
