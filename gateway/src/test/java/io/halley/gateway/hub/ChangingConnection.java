package io.halley.gateway.hub;

import io.halley.gateway.framing.Frame;
import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.subscription.Connection;
import io.halley.gateway.subscription.Subscriber;
import io.halley.gateway.subscription.Subscription;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose channels come and go, which checks what it is given: nothing of a channel comes that is not
 * subscribed, or before where it starts is said, and what comes has no hole and no double.
 */
final class ChangingConnection implements Connection {

    final Subscription subscription =
            new Subscription(List.of(), Cursor.all(Position.NOW, 0), null, this, ReadLimit.PAGE, 0);
    /** What came that should not have. */
    final List<String> breaches = new ArrayList<>();

    boolean writable = true;
    /** Whether what it is answered is late. */
    boolean slow;

    int opened;
    int caughtUp;
    private final Set<Channel> subscribed = new HashSet<>();
    private final Map<Channel, EventId> at = new HashMap<>();
    private final Map<Channel, EventId> left = new HashMap<>();
    private final List<List<Subscriber>> answers = new ArrayList<>();

    /** Answers false if the channel is one already. */
    boolean subscribe(Channel channel) {
        return subscribed.add(channel);
    }

    /** Answers false if the channel is none. */
    boolean unsubscribe(Channel channel) {
        if (!subscribed.remove(channel)) {
            return false;
        }
        EventId reached = at.remove(channel);
        if (reached != null) {
            left.put(channel, reached);
        }
        return true;
    }

    Set<Channel> subscribed() {
        return subscribed;
    }

    /** The last event of a channel that was written; null before where it starts is known. */
    @Nullable
    EventId at(Channel channel) {
        return at.get(channel);
    }

    /** Where the channel was when it was left. */
    EventId left(Channel channel) {
        return left.getOrDefault(channel, EventId.NONE);
    }

    /** The answer to a command, for the next write. */
    void answered(List<Subscriber> added) {
        answers.add(added);
    }

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void opened() {
        opened++;
    }

    @Override
    public void write(List<Frame> frames, boolean nowCaughtUp) {
        caughtUp += nowCaughtUp ? 1 : 0;
        frames.forEach(this::take);
        if (!slow) {
            answers.stream().flatMap(List::stream).forEach(this::begin);
            answers.clear();
        }
    }

    /** Where it starts is said: only now anything of it may come. */
    private void begin(Subscriber added) {
        Channel channel = added.channel();
        if (subscription.subscribers().of(channel) == added) {
            at.put(channel, subscription.subscribers().cursorIn(channel));
            added.begin();
        }
    }

    private void take(Frame frame) {
        Channel channel = frame.channel();
        EventId reached = frame.gap() == null ? at.get(channel) : frame.start();
        if (!subscribed.contains(channel) || reached == null || !at.containsKey(channel)) {
            breaches.add(channel + " is written, and not subscribed");
            return;
        }
        for (Event event : frame.events()) {
            EventId id = ScriptedLog.idOf(event);
            if (id.offset() != reached.offset() + 1) {
                breaches.add(id + " after " + reached + " in " + channel);
            }
            reached = id;
        }
        at.put(channel, frame.end());
    }

    @Override
    public boolean wantsInbox() {
        return false;
    }

    @Override
    public boolean tell(OwnEvent event, String version) {
        return false;
    }

    @Override
    public void storeAway() {}

    @Override
    public void cut() {
        breaches.add("cut");
    }
}
