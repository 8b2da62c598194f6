package io.halley.gateway.hub;

import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.subscription.Inbox;
import io.halley.gateway.subscription.Subscription;
import io.halley.shared.bus.InboxNotice;
import io.halley.shared.bus.InboxState;
import io.halley.shared.event.Channel;
import io.halley.shared.event.UserId;
import io.halley.shared.http.InboxJson;
import io.vertx.core.AsyncResult;
import io.vertx.core.json.JsonArray;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells pages how their user's inbox stands. Whoever has to be told, or could not be, is marked; the store is asked once
 * for all of one user, of a few users at a time, and what it answers is told to those who are marked by then. Nothing is
 * kept for anybody. Confined to the hub's loop.
 */
final class InboxNews {

    private static final int MOST_AT_ONCE = 64;

    private final Hub hub;
    private final Feeds feeds;
    private final Upstream upstream;
    /** Own channels of users, each once. */
    private final Set<Channel> waiting = new LinkedHashSet<>();
    /** Those that the store was asked of, with whether something has been read since. */
    private final Map<Channel, Boolean> asked = new HashMap<>();

    private boolean away;

    InboxNews(Hub hub, Feeds feeds, Upstream upstream) {
        this.hub = hub;
        this.feeds = feeds;
        this.upstream = upstream;
    }

    /** Has a connection told, if it wants to know by now. */
    void tell(Subscription subscription) {
        Inbox inbox = subscription.inbox();
        if (inbox != null && subscription.connection().wantsInbox()) {
            inbox.setDue();
            ask(inbox.channel());
        }
    }

    /** It has all that there was: it is told, unless it has been told on the way, and of nothing in vain. */
    void caughtUp(Subscription subscription) {
        Inbox inbox = subscription.inbox();
        if (inbox != null && !inbox.isTold()) {
            tell(subscription);
        }
    }

    /** A notice has come, and what came before it is written. */
    void noticed(Channel own, InboxNotice notice) {
        if (notice instanceof InboxNotice.Read read) {
            asked.replace(own, true);
            read(own, read);
        } else {
            unsure(own);
        }
    }

    /** Something may have been marked as read, and nobody was told: whatever is under way may be older. */
    void unsure(Channel channel) {
        if (channel.user() != null) {
            asked.replace(channel, true);
            everyone(channel).stream().filter(Subscription::isOpened).forEach(this::tell);
        }
    }

    private void read(Channel own, InboxNotice.Read notice) {
        JsonArray ids = new JsonArray();
        notice.ids().forEach(id -> ids.add(id.toString()));
        OwnEvent read = OwnEvent.read(InboxJson.state(notice.state()).put("ids", ids));
        everyone(own).stream()
                .filter(Subscription::isOpened)
                .forEach(subscription -> tell(subscription, read, notice.state().version()));
    }

    /** A second has passed. */
    void tick() {
        away = false;
        next();
    }

    private void ask(Channel own) {
        if (!asked.containsKey(own)) {
            waiting.add(own);
            next();
        }
    }

    private void next() {
        Iterator<Channel> oldestFirst = waiting.iterator();
        while (!away && asked.size() < MOST_AT_ONCE && oldestFirst.hasNext()) {
            Channel own = oldestFirst.next();
            UserId user = own.user();
            oldestFirst.remove();
            // while the channel is not followed, nobody would hear what is read after the answer
            if (user != null && isFollowing(own) && !due(own).isEmpty()) {
                asked.put(own, false);
                upstream.inbox(user).onComplete(answer -> answered(own, answer));
            }
        }
    }

    private void answered(Channel own, AsyncResult<InboxState> answer) {
        boolean outdated = Boolean.TRUE.equals(asked.remove(own));
        if (answer.failed()) {
            away = true;
            waiting.add(own);
            due(own).stream().filter(subscription -> !subscription.isCaughtUp()).forEach(hub::storeAway);
        } else if (outdated) {
            waiting.add(own);
        } else {
            InboxState state = answer.result();
            OwnEvent inbox = OwnEvent.inbox(InboxJson.state(state));
            due(own).forEach(subscription -> tell(subscription, inbox, state.version()));
        }
        next();
    }

    private void tell(Subscription subscription, OwnEvent event, String version) {
        Inbox inbox = subscription.inbox();
        if (inbox == null || subscription.isClosed()) {
            return;
        }
        if (subscription.connection().tell(event, version)) {
            inbox.setTold();
            // one that has waited for this now begins to read
            hub.resume(subscription);
        } else {
            inbox.setDue();
        }
    }

    private boolean isFollowing(Channel own) {
        Feed feed = feeds.find(own);
        return feed != null && feed.isFollowing();
    }

    private List<Subscription> due(Channel own) {
        return everyone(own).stream().filter(InboxNews::isDue).toList();
    }

    /** Those whose own channel it is, as they are now. */
    private List<Subscription> everyone(Channel own) {
        Feed feed = feeds.find(own);
        List<Subscription> all = feed == null ? List.of() : feed.audience().everyone();
        return all.stream()
                .filter(subscription -> isOf(own, subscription.inbox()))
                .toList();
    }

    private static boolean isOf(Channel own, @Nullable Inbox inbox) {
        return inbox != null && inbox.channel().equals(own);
    }

    private static boolean isDue(Subscription subscription) {
        Inbox inbox = subscription.inbox();
        return inbox != null && inbox.isDue();
    }
}
