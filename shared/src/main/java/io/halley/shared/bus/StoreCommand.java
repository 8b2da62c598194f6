package io.halley.shared.bus;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.event.UserId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be asked of the store. {@link StoreClient} says what each answers and how it fails. */
public sealed interface StoreCommand {

    /** Drafts of one channel, in order. Answers a list of {@link AppendOutcome}, one per draft. */
    record Append(List<EventDraft> drafts) implements StoreCommand {
        public Append {
            drafts = List.copyOf(drafts);
            if (drafts.isEmpty()
                    || drafts.stream().map(EventDraft::channel).distinct().count() > 1) {
                throw new IllegalArgumentException("drafts of one channel, at least one");
            }
        }
    }

    /** Answers a {@link io.halley.shared.event.Backlog}. */
    record Read(Channel channel, Position from, ReadLimit limit) implements StoreCommand {}

    /**
     * Answers the {@link io.halley.shared.event.EventId} after which the bus carries the channel.
     *
     * @param follower names who follows; the same one twice is one
     */
    record Follow(Channel channel, String follower) implements StoreCommand {}

    /** Ends what {@link Follow} began for this follower. */
    record Unfollow(Channel channel, String follower) implements StoreCommand {}

    /** Answers a {@link ChannelInfo}, or nothing if the channel has no log. */
    record DescribeChannel(Channel channel) implements StoreCommand {}

    /** Answers a {@link Page} of {@link ChannelInfo}, ordered by name. */
    record ListChannels(String prefix, @Nullable String after, int limit) implements StoreCommand {}

    /** Answers whether there was a log to delete. */
    record DeleteChannel(Channel channel) implements StoreCommand {}

    /** Writes the user down, if new, and as seen now. */
    record SignIn(UserId user) implements StoreCommand {}

    /**
     * What is new on one event loop of a gateway since its last report. Each part may come again without harm. Answers the
     * parts that the store has not taken in, each with the reason.
     *
     * @param info what the loop does
     * @param subscribers how many subscribers a channel has there now, for channels where that changed
     * @param came leases of connections that began since the last report
     * @param renewed leases that are held on, and have to be said again now and then to be kept
     * @param released leases that ended; none of them is in the other two
     * @param progress at most one per user, channel and epoch
     */
    record Report(
            GatewayId gateway,
            GatewayInfo info,
            Map<Channel, Integer> subscribers,
            List<Lease> came,
            List<Lease> renewed,
            List<Lease> released,
            List<Progress> progress)
            implements StoreCommand {

        /** What is taken in, or not, as a whole. */
        public enum Part {
            INFO,
            SUBSCRIBERS,
            LEASES,
            PROGRESS
        }

        public Report {
            subscribers = Map.copyOf(subscribers);
            came = List.copyOf(came);
            renewed = List.copyOf(renewed);
            released = List.copyOf(released);
            progress = List.copyOf(progress);
        }
    }

    /** Answers a {@link UserInfo}, or nothing if nobody of that id was ever here. */
    record FindUser(UserId user) implements StoreCommand {}

    /** Answers a {@link Page} of {@link UserInfo}, ordered by id. */
    record ListUsers(boolean onlineOnly, String prefix, @Nullable String after, int limit) implements StoreCommand {}

    /** Answers a {@link PresenceInfo}. */
    record DescribePresence() implements StoreCommand {}

    /** Answers a list of {@link GatewayInfo}, one per process, ordered by name. */
    record ListGateways() implements StoreCommand {}

    /** Answers an {@link InboxState}. */
    record FindInbox(UserId user) implements StoreCommand {}

    /**
     * Answers an {@link InboxPage}.
     *
     * @param after below these positions, one of each channel; null to begin at the newest
     * @param limit 1 to 1,000
     */
    record ListInbox(UserId user, Filter filter, @Nullable Cursor after, int limit) implements StoreCommand {

        /** Which events are listed. */
        public enum Filter {
            UNREAD,
            READ,
            ALL
        }
    }

    /**
     * Marks events of an inbox as read. Answers a {@link ReadOutcome}.
     *
     * @param upTo everything up to these, in the channel that each is of; at most two
     * @param ids these alone, at most 1,000. Those that are not retained any more are left out
     */
    record MarkRead(UserId user, List<EventId> upTo, List<EventId> ids) implements StoreCommand {
        public MarkRead {
            upTo = List.copyOf(upTo);
            ids = List.copyOf(ids);
        }
    }

    /** Answers a list of {@link Receipt}, one per place, in order; at most 1,000. */
    record FindReceipts(List<Place> places) implements StoreCommand {

        /** One event of one inbox. */
        public record Place(UserId user, EventId id) {}

        public FindReceipts {
            places = List.copyOf(places);
        }
    }
}
