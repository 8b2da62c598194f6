package io.halley.shared.bus;

import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;

/**
 * A channel that has a log.
 *
 * @param earliest the earliest event that is retained; one above the head if there is none
 * @param head the newest event; its epoch is the current one
 * @param events how many are retained
 * @param bytes what they take in the log
 * @param subscribers how many subscribers the gateways reported
 */
public record ChannelInfo(Channel channel, EventId earliest, EventId head, long events, long bytes, int subscribers) {

    /** The same with so many subscribers. */
    public ChannelInfo withSubscribers(int count) {
        return new ChannelInfo(channel, earliest, head, events, bytes, count);
    }
}
