package io.halley.store.embedded;

import io.halley.shared.config.StoreConfig;
import io.halley.shared.event.Channel;
import io.halley.store.spi.Inbox;
import java.time.Duration;

/** What is retained of each channel. One event is retained even if it alone takes more than the bytes that may be. */
record Retention(StoreConfig config) {

    /** How many events of a channel, at most. */
    int events(Channel channel) {
        return config.retention(channel).events();
    }

    /** Whether the earliest event of a log has to go. */
    boolean exceeds(ChannelLog log, long now) {
        StoreConfig.Retention most = config.retention(log.channel());
        int events = log.events();
        return events > 0
                && (events > most.events()
                        || (events > 1 && log.bytes() > most.bytes())
                        || log.timeOf(log.earliest()) < now - most.time().toMillis());
    }

    /** Whether a log is one that others see: with events, or some within the retention time. */
    boolean shows(ChannelLog log, long now) {
        return log.isThere()
                && (log.events() > 0
                        || !isOlder(log, now, config.retention(log.channel()).time()));
    }

    /**
     * Whether nothing of a log is worth keeping. Those of inboxes are remembered longer than their events.
     *
     * @param roomy whether there is room for logs without events
     */
    boolean forgets(ChannelLog log, long now, boolean roomy) {
        return log.events() == 0
                && isOlder(log, now, config.retention(log.channel()).time())
                && !(roomy && log.channel().isOfInboxes() && !isOlder(log, now, Inbox.REMEMBERED));
    }

    private static boolean isOlder(ChannelLog log, long now, Duration age) {
        return log.time() < now - age.toMillis();
    }
}
