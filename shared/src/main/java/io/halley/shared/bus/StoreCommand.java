package io.halley.shared.bus;

import io.halley.shared.event.Channel;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.event.UserId;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
     * What one gateway verticle saw since its last report.
     *
     * @param gateway names the verticle
     * @param seen users with a connection, or a poll since the last report
     * @param subscribers how many subscribers a channel has there now, for channels where that changed
     */
    record Report(String gateway, Set<UserId> seen, Map<Channel, Integer> subscribers) implements StoreCommand {
        public Report {
            seen = Set.copyOf(seen);
            subscribers = Map.copyOf(subscribers);
        }
    }

    /** Answers a {@link UserInfo}, or nothing if nobody of that id was ever here. */
    record FindUser(UserId user) implements StoreCommand {}

    /** Answers a {@link Page} of {@link UserInfo}, ordered by id. */
    record ListUsers(boolean onlineOnly, String prefix, @Nullable String after, int limit) implements StoreCommand {}
}
