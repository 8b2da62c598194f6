package io.halley.gateway.transport;

import io.halley.gateway.framing.Frame;
import io.halley.gateway.framing.JsonFraming;
import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.subscription.Subscription;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Gap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a poll: {@code {"events":[…],"cursor":"…","more":false}}.
 *
 * @param body JSON
 * @param cursor where the next poll goes on
 * @param cut channels of which not all fit in, with where they were cut
 */
record PollAnswer(Buffer body, String cursor, Map<Channel, EventId> cut) {

    static final int MOST_BYTES = 1024 * 1024;

    /**
     * Makes the answer of what a turn brought, cut at the poll's limit and at 1 MiB; what does not fit stays in the log,
     * and the cursor before it.
     *
     * @param own what there is to be said beside it
     */
    static PollAnswer of(Subscription subscription, List<Frame> frames, @Nullable OwnEvent own) {
        Builder builder = new Builder(subscription.limit().events());
        frames.forEach(builder::add);
        return builder.build(subscription, own);
    }

    private static final class Builder {

        private final Buffer events = Buffer.buffer();
        private final List<Gap> gaps = new ArrayList<>();
        private final Map<Channel, EventId> cut = new HashMap<>();
        private int left;

        Builder(int limit) {
            left = limit;
        }

        void add(Frame frame) {
            if (cut.containsKey(frame.channel())) {
                return;
            }
            if (frame.gap() != null) {
                gaps.add(frame.gap());
            }
            Buffer whole = frame.events().isEmpty() ? Buffer.buffer() : frame.bytes(JsonFraming.INSTANCE);
            if (frame.events().size() <= left && events.length() + whole.length() <= MOST_BYTES) {
                append(events, whole);
                left -= frame.events().size();
            } else {
                addWhatFits(frame);
            }
        }

        private void addWhatFits(Frame frame) {
            EventId reached = frame.start();
            for (Event event : frame.events()) {
                Buffer one = Buffer.buffer(event.toJson());
                boolean fits = events.length() == 0 || events.length() + one.length() <= MOST_BYTES;
                EventId id = event.id();
                if (left == 0 || !fits || id == null) {
                    break;
                }
                append(events, one);
                left--;
                reached = id;
            }
            cut.put(frame.channel(), reached);
        }

        private static void append(Buffer list, Buffer json) {
            if (json.length() > 0 && list.length() > 0) {
                list.appendByte((byte) ',');
            }
            list.appendBuffer(json);
        }

        PollAnswer build(Subscription subscription, @Nullable OwnEvent own) {
            String cursor = subscription.subscribers().cursor(subscriber -> cut.get(subscriber.channel()));
            Buffer all = Buffer.buffer(events.length() + 1024);
            gaps.forEach(
                    gap -> append(all, Buffer.buffer(OwnEvent.gap(gap, cursor).json())));
            append(all, events);
            if (own != null) {
                append(all, Buffer.buffer(own.json()));
            }
            boolean more = !cut.isEmpty() || !subscription.subscribers().areAtHead();
            Buffer body = Buffer.buffer(all.length() + 256)
                    .appendString("{\"events\":[")
                    .appendBuffer(all)
                    .appendString("],\"cursor\":\"" + cursor + "\",\"more\":" + more + "}");
            return new PollAnswer(body, cursor, cut);
        }
    }
}
