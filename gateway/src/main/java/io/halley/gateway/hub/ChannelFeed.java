package io.halley.gateway.hub;

import io.halley.gateway.framing.Frame;
import io.halley.shared.bus.InboxNotice;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The feed of a channel that has a log. It remembers the channel's newest events, and flushes once per turn, however many
 * notices came in it.
 */
final class ChannelFeed implements Feed, Following.Listener {

    private record Read(Position from, ReadLimit limit) {}

    private final Channel channel;
    private final Hub hub;
    private final Audience audience;
    private final Following following;
    private final Tail tail;
    private final Map<Read, Future<Frame>> reads = new HashMap<>();

    private EventId position = EventId.NONE;
    private @Nullable Frame lastPage;

    ChannelFeed(Channel channel, Hub hub) {
        this.channel = channel;
        this.hub = hub;
        this.audience = new Audience(hub::mark);
        this.tail = new Tail(EventId.NONE, Hub.TAIL_BYTES);
        this.following = new Following(channel, hub, this);
        following.begin();
    }

    @Override
    public Audience audience() {
        return audience;
    }

    @Override
    public boolean isFollowing() {
        return following.isInForce();
    }

    @Override
    public boolean isAway() {
        return following.isAway();
    }

    @Override
    public EventId position() {
        return position;
    }

    @Override
    public long bytes() {
        return tail.bytes();
    }

    @Override
    public void followed(EventId head) {
        position = head;
        forget();
        hub.inboxNews().unsure(channel);
        audience.wake();
        audience.notLive().forEach(hub::resume);
    }

    @Override
    public void arrived() {
        hub.mark(this);
    }

    @Override
    public void noticed(InboxNotice notice) {
        hub.noticed(channel, notice);
    }

    @Override
    public void lost() {
        flush();
        recover();
    }

    @Override
    public void failed() {
        audience.notLive().forEach(hub::storeAway);
    }

    @Override
    public void recover() {
        hub.meters().refollowed();
        audience.fallBehindAll();
        following.begin();
    }

    @Override
    public void flush() {
        List<Backlog> backlogs = following.take();
        int from = 0;
        for (int i = 1; i <= backlogs.size(); i++) {
            if (i == backlogs.size() || backlogs.get(i).gap() != null) {
                flush(merge(backlogs.subList(from, i)));
                from = i;
            }
        }
        audience.wake().forEach(subscriber -> hub.resume(subscriber.subscription()));
    }

    private void flush(Frame frame) {
        if (frame.gap() != null) {
            tail.restart(frame.start());
            hub.meters().gap();
        }
        tail.append(frame.events());
        position = frame.end();
        lastPage = null;
        hub.meters().flushed(frame.events().size());
        audience.deliver(frame);
    }

    private Frame merge(List<Backlog> backlogs) {
        Backlog first = backlogs.get(0);
        if (backlogs.size() == 1) {
            return Frame.of(first);
        }
        List<Event> events = new ArrayList<>();
        backlogs.forEach(backlog -> events.addAll(backlog.events()));
        return new Frame(
                channel,
                first.start(),
                events,
                backlogs.get(backlogs.size() - 1).end(),
                first.gap());
    }

    /** Subscribers that come back together ask for the same page; it is framed once for all of them. */
    @Override
    public @Nullable Frame remembered(EventId cursor, ReadLimit limit) {
        if (lastPage != null
                && lastPage.start().equals(cursor)
                && lastPage.events().size() <= limit.events()) {
            return lastPage;
        }
        List<Event> events = tail.after(cursor, limit);
        if (events == null) {
            return null;
        }
        EventId end = events.isEmpty() ? cursor : idOf(events.get(events.size() - 1));
        lastPage = new Frame(channel, cursor, events, end, null);
        return lastPage;
    }

    @Override
    public Future<Frame> read(Position from, ReadLimit limit) {
        Read read = new Read(from, limit);
        Future<Frame> underWay = reads.get(read);
        if (underWay != null) {
            return underWay;
        }
        hub.meters().read();
        Future<Frame> frame = hub.store().read(channel, from, limit).map(Frame::of);
        reads.put(read, frame);
        // before the callers' own handlers, so that whoever reads on from here makes a new read
        frame.onComplete(done -> reads.remove(read));
        return frame;
    }

    @Override
    public void tick() {
        following.tick();
    }

    @Override
    public void forget() {
        tail.restart(position);
        lastPage = null;
    }

    @Override
    public void close() {
        following.close();
    }

    private static EventId idOf(Event event) {
        EventId id = event.id();
        if (id == null) {
            throw new IllegalStateException("an event of a log without id: " + event);
        }
        return id;
    }
}
