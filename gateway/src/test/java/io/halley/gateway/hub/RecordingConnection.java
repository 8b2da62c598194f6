package io.halley.gateway.hub;

import io.halley.gateway.framing.Frame;
import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.subscription.Connection;
import io.halley.gateway.subscription.Subscription;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Gap;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.event.UserId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection that remembers what it was given, checks it against the rules, and can refuse to take more. */
final class RecordingConnection implements Connection {

    final Subscription subscription;
    final Position asked;
    final List<Event> received = new ArrayList<>();
    /** {@code TYPE VERSION}, and how many events had come by then. */
    final List<String> told = new ArrayList<>();

    final List<String> breaches = new ArrayList<>();
    boolean writable = true;
    private boolean asks;
    private boolean asking;
    int gaps;
    int caughtUp;
    int toldAway;
    private @Nullable EventId at;

    RecordingConnection(Position asked) {
        this(asked, ScriptedStore.CHANNEL, null);
    }

    RecordingConnection(Position asked, Channel channel, @Nullable UserId user) {
        this.asked = asked;
        this.subscription = new Subscription(List.of(channel), Cursor.all(asked, 1), user, this, ReadLimit.PAGE, 0);
    }

    /** From now on as a poll that wants to hear of the inbox before it reads. */
    RecordingConnection asking() {
        asks = true;
        asking = true;
        return this;
    }

    @Override
    public boolean isWritable() {
        return writable && !asking;
    }

    @Override
    public void opened() {
        at = EventId.parse(subscription.cursor());
    }

    @Override
    public void write(List<Frame> frames, boolean nowCaughtUp) {
        caughtUp += nowCaughtUp ? 1 : 0;
        frames.forEach(this::take);
        if (at == null || !at.toString().equals(subscription.cursor())) {
            breaches.add("the cursor is " + subscription.cursor() + " after " + at);
        }
    }

    @Override
    public boolean wantsInbox() {
        return asks || subscription.isCaughtUp();
    }

    @Override
    public boolean tell(OwnEvent event, String version) {
        boolean takes = writable && wantsInbox();
        if (takes) {
            asking = false;
            told.add(event.type() + " " + version + " after " + received.size());
        }
        return takes;
    }

    @Override
    public void storeAway() {
        toldAway++;
    }

    @Override
    public void cut() {
        breaches.add("cut");
    }

    private void take(Frame frame) {
        Gap gap = frame.gap();
        if (gap != null) {
            gaps++;
            at = frame.start();
        }
        if (at == null || at.offset() != frame.start().offset()) {
            breaches.add("a frame from " + frame.start() + " after " + at);
        }
        for (Event event : frame.events()) {
            EventId id = ScriptedLog.idOf(event);
            if (at != null && id.offset() != at.offset() + 1) {
                breaches.add(id + " after " + at);
            }
            at = id;
            received.add(event);
        }
        at = frame.end();
    }
}
