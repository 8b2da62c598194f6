package io.halley.gateway.hub;

import io.halley.gateway.framing.Frame;
import io.halley.shared.bus.Addresses;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The feed of a channel that has a log. It follows the channel on the bus, remembers its newest events, and flushes once
 * per turn, however many notices came in it.
 */
final class ChannelFeed implements Feed {

    private record Read(Position from, ReadLimit limit) {}

    private final Channel channel;
    private final Hub hub;
    private final Audience audience;
    private final MessageConsumer<Backlog> consumer;
    private final Tail tail;
    private final Map<Read, Future<Frame>> reads = new HashMap<>();

    private List<Backlog> arrived = new ArrayList<>();
    private EventId received = EventId.NONE;
    private EventId position = EventId.NONE;
    private @Nullable Frame lastPage;
    private Future<EventId> follow = Future.failedFuture("not yet");
    private boolean following;
    private boolean closed;
    private int failures;
    private int ticksToRetry;

    ChannelFeed(Channel channel, Hub hub) {
        this.channel = channel;
        this.hub = hub;
        this.audience = new Audience(hub::mark);
        this.tail = new Tail(EventId.NONE, Hub.TAIL_BYTES);
        this.consumer = hub.bus().localConsumer(Addresses.of(channel), this::arrived);
        follow();
    }

    @Override
    public Audience audience() {
        return audience;
    }

    @Override
    public boolean isFollowing() {
        return following;
    }

    @Override
    public boolean isAway() {
        return failures > 0;
    }

    @Override
    public EventId position() {
        return position;
    }

    @Override
    public long bytes() {
        return Hub.FEED_BYTES + tail.bytes();
    }

    /** The consumer is there before the request, and the answer comes on the same context as what follows it. */
    private void follow() {
        following = false;
        follow = hub.store().follow(channel);
        follow.onComplete(
                head -> {
                    if (!closed) {
                        followed(head);
                    }
                },
                failure -> {
                    failures = Math.min(failures + 1, 4);
                    ticksToRetry = 1 << (failures - 1);
                    audience.readers().forEach(hub::storeAway);
                });
    }

    private void followed(EventId head) {
        failures = 0;
        following = true;
        received = head;
        position = head;
        tail.restart(head);
        audience.wake();
        audience.readers().forEach(hub::resume);
    }

    private void arrived(Message<Backlog> message) {
        Backlog backlog = message.body();
        if (!following) {
            return;
        }
        if (backlog.gap() != null || backlog.start().equals(received)) {
            received = backlog.end();
            arrived.add(backlog);
            hub.mark(this);
        } else if (!backlog.end().equals(received)) {
            flush();
            recover();
        }
    }

    /** Also when what arrives does not go on from where the last one ended. */
    @Override
    public void recover() {
        hub.metrics().refollowed();
        arrived = new ArrayList<>();
        audience.fallBehindAll();
        // asked before the other one is given back, so that the store does not stop in between
        Future<EventId> before = follow;
        follow();
        before.onSuccess(head -> hub.unfollow(channel));
    }

    @Override
    public void flush() {
        List<Backlog> backlogs = arrived;
        arrived = new ArrayList<>();
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
            hub.metrics().gap();
        }
        tail.append(frame.events());
        position = frame.end();
        lastPage = null;
        hub.metrics().flushed(frame.events().size());
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
        hub.metrics().read();
        Future<Frame> frame = hub.store().read(channel, from, limit).map(Frame::of);
        reads.put(read, frame);
        // before the callers' own handlers, so that whoever reads on from here makes a new read
        frame.onComplete(done -> reads.remove(read));
        return frame;
    }

    @Override
    public void tick() {
        if (!following && ticksToRetry > 0 && --ticksToRetry == 0) {
            follow();
        }
    }

    @Override
    public void forget() {
        tail.restart(position);
        lastPage = null;
    }

    @Override
    public void close() {
        closed = true;
        following = false;
        consumer.unregister();
        follow.onSuccess(head -> hub.unfollow(channel));
    }

    private static EventId idOf(Event event) {
        EventId id = event.id();
        if (id == null) {
            throw new IllegalStateException("an event of a log without id: " + event);
        }
        return id;
    }
}
