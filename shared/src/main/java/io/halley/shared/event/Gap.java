package io.halley.shared.event;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/**
 * Says that a reader's position is not covered by the log any more, or never was: events may be lost to it.
 *
 * @param requested the position as the reader gave it
 * @param earliest where reading goes on; one above the head if nothing is retained
 * @param head the newest event
 */
public record Gap(Channel channel, String requested, EventId earliest, EventId head) {

    /**
     * The event object by which a reader hears of it, as JSON text on one line.
     *
     * @param cursor where reading goes on, for all channels of the reader
     */
    public String toJson(String cursor) {
        String quotable = new String(JsonStringEncoder.getInstance().quoteAsString(requested));
        return "{\"channel\":\"" + channel + "\",\"type\":\"$gap\",\"data\":{\"channel\":\"" + channel
                + "\",\"requested\":\"" + quotable + "\",\"earliest\":\"" + earliest + "\",\"head\":\"" + head
                + "\",\"cursor\":\"" + cursor + "\"}}";
    }
}
