package io.halley.shared.bus;

import io.halley.shared.bus.StoreCommand.Append;
import io.halley.shared.bus.StoreCommand.DeleteChannel;
import io.halley.shared.bus.StoreCommand.DescribeChannel;
import io.halley.shared.bus.StoreCommand.DescribePresence;
import io.halley.shared.bus.StoreCommand.FindInbox;
import io.halley.shared.bus.StoreCommand.FindReceipts;
import io.halley.shared.bus.StoreCommand.FindUser;
import io.halley.shared.bus.StoreCommand.Follow;
import io.halley.shared.bus.StoreCommand.ListChannels;
import io.halley.shared.bus.StoreCommand.ListGateways;
import io.halley.shared.bus.StoreCommand.ListInbox;
import io.halley.shared.bus.StoreCommand.ListUsers;
import io.halley.shared.bus.StoreCommand.MarkRead;
import io.halley.shared.bus.StoreCommand.Read;
import io.halley.shared.bus.StoreCommand.Report;
import io.halley.shared.bus.StoreCommand.SignIn;
import io.halley.shared.bus.StoreCommand.Unfollow;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.event.UserId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store, as gateway and publisher see it: each call is one request on the bus, answered on the caller's context.
 * Every future fails with {@link StoreException} if the store is away, and after {@value #PATIENCE_MS} ms at the
 * latest.
 */
public final class StoreClient {

    static final long PATIENCE_MS = 5_000;

    private static final DeliveryOptions OPTIONS =
            new DeliveryOptions().setLocalOnly(true).setSendTimeout(PATIENCE_MS);

    private final EventBus bus;

    public StoreClient(Vertx vertx) {
        this.bus = vertx.eventBus();
    }

    /** Appends one draft; answers {@link AppendOutcome.Appended} or {@link AppendOutcome.Conflict}. */
    public Future<AppendOutcome> append(EventDraft draft) {
        return append(List.of(draft)).map(outcomes -> outcomes.get(0));
    }

    /** Appends drafts of one channel, next to each other and in this order. After one that fails none is attempted. */
    public Future<List<AppendOutcome>> append(List<EventDraft> drafts) {
        return ask(new Append(drafts));
    }

    /** Reads on from a position. Never fails for a position that is not covered: that is a gap in the backlog. */
    public Future<Backlog> read(Channel channel, Position from, ReadLimit limit) {
        return ask(new Read(channel, from, limit));
    }

    /**
     * Has the bus carry a channel: everything after the id that this answers, in order and without a hole, arrives at
     * {@link Addresses#of} after this answer. What arrives there before it is to be ignored.
     *
     * @param follower names who follows, so that asking again after a failure is harmless
     */
    public Future<EventId> follow(Channel channel, String follower) {
        return ask(new Follow(channel, follower));
    }

    /** Ends what {@link #follow} began for this follower, also if its answer never came. */
    public Future<Void> unfollow(Channel channel, String follower) {
        return ask(new Unfollow(channel, follower)).mapEmpty();
    }

    /** Empty if the channel has no log. */
    public Future<Optional<ChannelInfo>> describe(Channel channel) {
        return this.<@Nullable ChannelInfo>ask(new DescribeChannel(channel)).map(Optional::ofNullable);
    }

    /** Channels that have a log, ordered by name, from the first one above {@code after}. */
    public Future<Page<ChannelInfo>> channels(String prefix, @Nullable String after, int limit) {
        return ask(new ListChannels(prefix, after, limit));
    }

    /** Deletes a channel's events; answers whether it had a log. Its old cursors become gaps. */
    public Future<Boolean> delete(Channel channel) {
        return ask(new DeleteChannel(channel));
    }

    /** Writes a user down, if new, and as seen now. */
    public Future<Void> signIn(UserId user) {
        return ask(new SignIn(user)).mapEmpty();
    }

    /**
     * Tells the store what is new on one event loop of a gateway; answers what of it was not taken in, and is to be said
     * again, each part with the reason.
     */
    public Future<Map<Report.Part, String>> report(Report report) {
        return ask(report);
    }

    /** Empty if nobody of that id was ever here. */
    public Future<Optional<UserInfo>> user(UserId user) {
        return this.<@Nullable UserInfo>ask(new FindUser(user)).map(Optional::ofNullable);
    }

    /** Users, ordered by id, from the first one above {@code after}. */
    public Future<Page<UserInfo>> users(boolean onlineOnly, String prefix, @Nullable String after, int limit) {
        return ask(new ListUsers(onlineOnly, prefix, after, limit));
    }

    /** How sure the store is of who is online. */
    public Future<PresenceInfo> presence() {
        return ask(new DescribePresence());
    }

    /** What each gateway does, one per process, ordered by name. What a process that died said counts for a while. */
    public Future<List<GatewayInfo>> gateways() {
        return ask(new ListGateways());
    }

    /** What a user has not read. */
    public Future<InboxState> inbox(UserId user) {
        return ask(new FindInbox(user));
    }

    /** Part of a user's inbox, newest first; parameters as in {@link ListInbox}. */
    public Future<InboxPage> inbox(UserId user, ListInbox.Filter filter, @Nullable Cursor after, int limit) {
        return ask(new ListInbox(user, filter, after, limit));
    }

    /** Marks events as read, and tells the user's pages; parameters as in {@link MarkRead}. */
    public Future<ReadOutcome> markRead(UserId user, List<EventId> upTo, List<EventId> ids) {
        return ask(new MarkRead(user, upTo, ids));
    }

    /** What became of events, each in the inbox of a user; one answer per place, in order. */
    public Future<List<Receipt>> receipts(List<FindReceipts.Place> places) {
        return ask(new FindReceipts(places));
    }

    private <T extends @Nullable Object> Future<T> ask(StoreCommand command) {
        return bus.<T>request(Addresses.STORE, command, OPTIONS)
                .map(Message::body)
                .recover(failure -> Future.failedFuture(asStoreException(failure)));
    }

    private static StoreException asStoreException(Throwable failure) {
        return failure instanceof StoreException known ? known : new StoreException("the store does not answer");
    }
}
