package io.halley.gateway.hub;

import io.halley.gateway.framing.Frame;
import io.halley.gateway.subscription.Subscription;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import java.util.List;
import java.util.function.LongConsumer;

/** What follows when a turn has been written to a connection. Confined to the hub's loop. */
final class AfterWrite {

    private final Replay replay;
    private final InboxNews inboxNews;
    private final HubListener listener;
    private final LongConsumer wrote;
    private long events;

    AfterWrite(Replay replay, InboxNews inboxNews, HubListener listener, LongConsumer wrote) {
        this.wrote = wrote;
        this.replay = replay;
        this.inboxNews = inboxNews;
        this.listener = listener;
    }

    /** How many events were written, each once per connection. */
    long events() {
        return events;
    }

    void written(Subscription subscription, List<Frame> frames, boolean caughtUp) {
        UserId user = subscription.user();
        for (Frame frame : frames) {
            events += frame.events().size();
            wrote.accept(frame.size());
            Channel channel = frame.channel();
            if (user != null && !frame.events().isEmpty() && channel.isOfInboxes()) {
                EventId upTo = subscription.subscribers().cursorIn(channel);
                listener.written(user, channel, upTo);
            }
        }
        if (caughtUp) {
            inboxNews.caughtUp(subscription);
        }
        if (!subscription.subscribers().areAtHead()) {
            replay.goOn(subscription);
        }
    }
}
