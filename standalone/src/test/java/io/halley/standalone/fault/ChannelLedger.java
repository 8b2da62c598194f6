package io.halley.standalone.fault;

import io.halley.shared.event.EventId;
import io.halley.standalone.fault.Violations.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was published to one channel, and where in its log each event was seen. Every publish has a number, which its
 * event carries, so that each sighting of it, in an answer or by a reader, can be held against all others.
 */
final class ChannelLedger {

    /** One publish, whichever way it went. */
    private static final class Published {
        /** The newest event of which the answer had come when this one was sent: it has to stand behind it. */
        final long after;

        /** Where it stands in the log; 0 until somebody has seen it. */
        long offset;

        Published(long after) {
            this.after = after;
        }
    }

    private record Place(int number, String epoch) {}

    private final String channel;
    private final Violations violations;
    private final List<Published> published = new ArrayList<>();
    private final Map<Long, Place> places = new HashMap<>();
    private long acknowledged;
    private long head;

    ChannelLedger(String channel, Violations violations) {
        this.channel = channel;
        this.violations = violations;
    }

    /** A publish is about to be sent for the first time; answers its number. */
    int send() {
        published.add(new Published(acknowledged));
        return published.size() - 1;
    }

    /** A publish was answered by 201 with this id. */
    void acknowledged(int number, EventId id) {
        seen(number, id);
        acknowledged = Math.max(acknowledged, id.offset());
    }

    /** An event with this number was seen to have this id. */
    void seen(int number, EventId id) {
        if (number < 0 || number >= published.size()) {
            violations.add(Kind.INVENTED, channel + " " + id + " has the number " + number);
            return;
        }
        Place known = places.get(id.offset());
        if (known == null) {
            place(number, id);
        } else if (known.number() != number || !known.epoch().equals(id.epoch())) {
            violations.add(
                    Kind.ORDERS_DIFFER,
                    channel + " " + id + " is number " + number + ", and was number " + known.number() + " in epoch "
                            + known.epoch());
        }
    }

    /** Under which id this number was seen; null until somebody has. */
    @Nullable
    EventId idOf(int number) {
        long offset = number < 0 || number >= published.size() ? 0 : published.get(number).offset;
        Place place = places.get(offset);
        return place == null ? null : new EventId(place.epoch(), offset);
    }

    /** The newest event that anybody has seen. */
    long head() {
        return head;
    }

    private void place(int number, EventId id) {
        Published event = published.get(number);
        if (event.offset != 0) {
            violations.add(
                    Kind.STORED_TWICE, channel + " number " + number + " is at " + event.offset + " and at " + id);
        } else if (id.offset() <= event.after) {
            violations.add(
                    Kind.ORDERS_DIFFER,
                    channel + " " + id + " was sent when " + event.after + " had been acknowledged");
        }
        event.offset = id.offset();
        places.put(id.offset(), new Place(number, id.epoch()));
        head = Math.max(head, id.offset());
    }
}
