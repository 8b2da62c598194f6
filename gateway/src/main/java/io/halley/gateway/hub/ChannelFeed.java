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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The feed of a channel that has a log. It remembers the channel's newest events, and flushes once per turn, however many
 * notices came in it.
 */
final class ChannelFeed implements Feed, Following.Listener {

    /** What one feed remembers. */
    private static final long MEMORY_BYTES = 256 * 1024;

    private final Channel channel;
    private final Hub hub;
    private final HubMeters meters;
    private final Audience audience;
    private final Memory memory;
    private final SharedReads reads;
    private final Following following;
    private EventId position = EventId.NONE;

    ChannelFeed(Channel channel, Hub hub, Upstream upstream, HubMeters meters) {
        this.channel = channel;
        this.hub = hub;
        this.meters = meters;
        this.audience = new Audience(channel, hub::mark);
        this.memory = new Memory(channel, MEMORY_BYTES);
        this.reads = new SharedReads(channel, upstream);
        this.following = new Following(channel, upstream, this);
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
        return memory.bytes();
    }

    @Override
    public void followed(EventId head) {
        position = head;
        forget();
        hub.followed(channel);
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
        if (!following.isInForce()) {
            // it is on the way already, and two answers could overtake what arrives between them
            return;
        }
        meters.refollowed();
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
            meters.gap();
        }
        memory.add(frame);
        position = frame.end();
        meters.flushed(frame.events().size());
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

    @Override
    public @Nullable Frame remembered(EventId cursor, ReadLimit limit) {
        return memory.page(cursor, limit);
    }

    @Override
    public Future<Frame> read(Position from, ReadLimit limit) {
        return reads.read(from, limit);
    }

    @Override
    public void tick() {
        following.tick();
    }

    @Override
    public void forget() {
        memory.restart(position);
    }

    @Override
    public void close() {
        following.close();
    }
}
