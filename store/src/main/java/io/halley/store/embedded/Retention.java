package io.halley.store.embedded;

import io.halley.shared.config.StoreConfig;

/**
 * What is retained of each channel.
 *
 * @param events at most
 * @param bytes in the log, at most; one event is retained even if it alone takes more
 * @param millis at most
 */
record Retention(int events, long bytes, long millis) {

    static Retention of(StoreConfig config) {
        return new Retention(
                config.retainEvents(), config.retainBytes(), config.retainTime().toMillis());
    }

    /** Whether the earliest event of a log has to go. */
    boolean exceeds(ChannelLog log, long now) {
        int events = log.events();
        return events > 0
                && (events > this.events
                        || (events > 1 && log.bytes() > bytes)
                        || log.timeOf(log.earliest()) < now - millis);
    }

    /** Whether nothing of a log is worth keeping. */
    boolean forgets(ChannelLog log, long now) {
        return log.events() == 0 && log.time() < now - millis;
    }
}
