package io.halley.shared.event;

import org.jspecify.annotations.Nullable;

/**
 * One event, as every transport shows it.
 *
 * @param id its place in the log; null only on an ephemeral channel
 * @param time the store's clock in ms since 1970, per channel never going back
 * @param from the signed-in user who published it; null if a back end did
 */
public record Event(
        Channel channel, @Nullable EventId id, long time, EventType type, EventData data, @Nullable UserId from) {

    public Event {
        if (id == null ? !channel.isEphemeral() : channel.isEphemeral() || id.offset() == 0) {
            throw new IllegalArgumentException("event of " + channel + " with id " + id);
        }
        if (time < 0) {
            throw new IllegalArgumentException("event with time " + time);
        }
    }

    /** The event object of the protocol, as JSON text on one line. No value in it but {@code data} needs escaping. */
    public String toJson() {
        StringBuilder json = new StringBuilder(data.json().length() + 160)
                .append("{\"channel\":\"")
                .append(channel.name());
        if (id != null) {
            json.append("\",\"id\":\"").append(id.epoch()).append('.').append(id.offset());
        }
        json.append("\",\"time\":")
                .append(time)
                .append(",\"type\":\"")
                .append(type.name())
                .append("\",\"data\":")
                .append(data.json());
        if (from != null) {
            json.append(",\"from\":\"").append(from.value()).append('"');
        }
        return json.append('}').toString();
    }
}
