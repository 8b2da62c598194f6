package io.halley.store.embedded;

import io.halley.shared.config.StoreConfig;
import io.halley.shared.event.Channel;

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

    /** Whether nothing of a log is worth keeping. */
    boolean forgets(ChannelLog log, long now) {
        return log.events() == 0
                && log.time() < now - config.retention(log.channel()).time().toMillis();
    }
}
