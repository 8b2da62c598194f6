package io.halley.store.spi;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.Future;
import java.util.List;

/**
 * The log of every channel. All methods are called on the context of the store's verticle and answer there; none
 * blocks. A backend that can't do what is asked fails with {@link io.halley.shared.bus.StoreException}.
 *
 * <p>A backend MUST:
 *
 * <ol>
 *   <li>give the events of a channel offsets without a hole, in the order in which they were appended;
 *   <li>begin a new epoch, with a fresh random name that no other channel has, at the first append under another
 *       incarnation of itself, and go on with the offsets;
 *   <li>answer an append only when the event is in the log, and show nothing that a crash could still take back: no
 *       read, head, notice or repeated answer. Where that is for another to guarantee, as with Redis, what is taken back
 *       is a gap to whoever had seen it;
 *   <li>never show an event to one reader and leave it out for another whose position covers it;
 *   <li>treat a position that is not covered ({@link LogRange}) as a gap, and never as an error;
 *   <li>create nothing when it is only read or followed;
 *   <li>send a notice, after it has answered {@link #follow}, for every event above the head that it answered. Notices
 *       may be doubled, out of order or missing; after a time in which some may be missing it says so
 *       ({@link Notices#unsure}).
 * </ol>
 *
 * <p>Not guaranteed: any order between channels; that an append which failed left nothing behind.
 */
public interface EventStore {

    /**
     * Appends drafts of one channel, next to each other and in this order; at least one. After the first that fails none
     * is attempted. Answers one outcome per draft.
     */
    Future<List<AppendOutcome>> append(List<EventDraft> drafts);

    /** Reads on from a position, up to the limit or the head. */
    Future<Backlog> read(Channel channel, Position from, ReadLimit limit);

    /**
     * Begins to send notices for a channel; answers the head, read once notices are in force, or {@link EventId#NONE} if
     * there is no log. The verticle calls it once per channel until {@link #unfollow}, and one after the other.
     */
    Future<EventId> follow(Channel channel);

    /** Ends the notices of a channel. */
    Future<Void> unfollow(Channel channel);

    /** Ends everything that was begun; what was answered stays. */
    Future<Void> close();
}
