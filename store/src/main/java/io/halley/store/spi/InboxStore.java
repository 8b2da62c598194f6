package io.halley.store.spi;

import io.halley.shared.bus.Progress;
import io.halley.shared.bus.ReadOutcome;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import io.vertx.core.Future;
import java.util.List;

/**
 * What each user has read. Called and answered as {@link EventStore} is.
 *
 * <p>A backend MUST:
 *
 * <ol>
 *   <li>keep one {@link Mark} per user and channel, and settle it on what the log covers in the same step in which it is
 *       read or moved, so that what is shown of marks and logs is of one moment;
 *   <li>keep what was answered; answer a mark only when no crash could take it back any more, as with an append;
 *   <li>make the mark on {@code users} when the user signs in first, in the same step, or when a user who is known without
 *       one is met first;
 *   <li>leave nothing behind of a look at a user who never signed in;
 *   <li>say to {@link Notices#read}, in every process whose gateways follow the user's own channel, what was marked, after
 *       every change and only then. Like other notices these may be missing, if it is unsure then.
 * </ol>
 */
public interface InboxStore {

    /** How the inbox of a user stands. What retention took meanwhile is counted for good if the user is known. */
    Future<Inbox> find(UserId user);

    /**
     * Marks events as read, in both channels in one step.
     *
     * @param upTo everything up to these, in the channel that each is of; {@code 0.0} moves nothing. One that is in
     *     neither is {@link ReadOutcome.Gone}, and nothing is marked
     * @param ids these alone, at most 1,000. Those that are not retained are left out. Of several calls that name an event,
     *     one alone is answered that it has made that read
     */
    Future<ReadOutcome> markRead(UserId user, List<EventId> upTo, List<EventId> ids);

    /**
     * Notes how far channels came to users: what is above what was known before. What names neither channel of the user's
     * inbox, a user who never signed in, or an id of no event that is retained is left out.
     */
    Future<Void> progressed(List<Progress> progress);
}
