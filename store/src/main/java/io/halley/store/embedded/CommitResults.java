package io.halley.store.embedded;

import io.halley.shared.bus.AppendOutcome.Appended;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventDraft;
import io.halley.store.embedded.Commit.Written;
import io.halley.store.spi.Notice;
import io.halley.store.spi.Notices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** Brings what a commit wrote into the index, then tells followers and those who wait. On the store's context. */
final class CommitResults implements Commits.Applied {

    private final LogIndex index;
    private final Notices notices;
    private final Set<Channel> followed;
    private final LongSupplier clock;

    CommitResults(LogIndex index, Notices notices, Set<Channel> followed, LongSupplier clock) {
        this.index = index;
        this.notices = notices;
        this.followed = followed;
        this.clock = clock;
    }

    @Override
    public Runnable apply(Commit commit, Written written) {
        grow(written);
        int segment = written.segment().number();
        long now = clock.getAsLong();
        Map<Channel, List<Event>> news = new LinkedHashMap<>();
        for (Pending.Move move : commit.moves()) {
            apply(move, segment);
        }
        for (Pending change : commit.changes()) {
            if (change instanceof Pending.Append append) {
                apply(append, segment, now, news);
            } else if (change instanceof Pending.Delete delete) {
                apply(delete, segment, news);
            }
        }
        return () -> tell(commit, news);
    }

    private void grow(Written written) {
        Segments segments = index.segments();
        if (segments.current() != written.segment()) {
            segments.add(written.segment());
        }
        segments.grew(written.segment(), written.end());
    }

    private void apply(Pending.Move move, int segment) {
        for (int i = 0; i < move.positions.length; i++) {
            LogRecord record = move.records.get(i);
            if (move.positions[i] > 0) {
                index.move(
                        record,
                        Location.of(move.from.number(), record.position()),
                        Location.of(segment, move.positions[i]));
            }
        }
    }

    private void apply(Pending.Append append, int segment, long now, Map<Channel, List<Event>> news) {
        Channel channel = append.channel();
        boolean isFollowed = followed.contains(channel);
        for (int i = 0; i < append.outcomes.length; i++) {
            if (append.outcomes[i] instanceof Appended appended && !appended.replayed()) {
                long location = Location.of(segment, append.positions[i]);
                index.add(channel, appended.id(), appended.time(), location, append.lengths[i], now);
                if (isFollowed) {
                    news.computeIfAbsent(channel, c -> new ArrayList<>()).add(event(append.drafts.get(i), appended));
                }
            }
        }
    }

    /** No event, but followers learn at once that their positions are gaps now. */
    private void apply(Pending.Delete delete, int segment, Map<Channel, List<Event>> news) {
        if (delete.next != null) {
            long location = Location.of(segment, delete.position);
            index.delete(delete.channel, delete.next, delete.time, location, delete.length);
            if (followed.contains(delete.channel)) {
                news.computeIfAbsent(delete.channel, c -> new ArrayList<>()).clear();
            }
        }
    }

    private void tell(Commit commit, Map<Channel, List<Event>> news) {
        news.forEach((channel, events) ->
                notices.moved(new Notice(channel, index.range(channel).headId(), events)));
        for (Pending entry : commit.all()) {
            if (entry instanceof Pending.Append append) {
                append.answer.complete(Arrays.asList(append.outcomes));
            } else if (entry instanceof Pending.Delete delete) {
                delete.answer.complete(delete.next != null);
            } else if (entry instanceof Pending.Move move) {
                move.answer.complete();
            }
        }
    }

    private static Event event(EventDraft draft, Appended appended) {
        return new Event(draft.channel(), appended.id(), appended.time(), draft.type(), draft.data(), draft.from());
    }
}
