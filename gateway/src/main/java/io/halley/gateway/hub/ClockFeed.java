package io.halley.gateway.hub;

import io.halley.gateway.framing.Frame;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventId;
import io.halley.shared.event.EventType;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** The server's clock, as each second begins, for whoever is there: no log, no id, no order promised. */
final class ClockFeed implements Feed {

    private static final EventType TICK = new EventType("tick");

    /** So long into a second, so that a timer that is early by the clock on the wall shows none twice. */
    private static final long INTO_SECOND_MS = 5;

    private final Hub hub;
    private final Vertx vertx;
    private final Audience audience;
    private long timer;
    /** The time to be shown, in ms; 0 for none. The next second is awaited from there, so that none is shown twice. */
    private long due;

    ClockFeed(Hub hub, Vertx vertx) {
        this.hub = hub;
        this.vertx = vertx;
        this.audience = new Audience(Channel.CLOCK, hub::mark);
        awaitSecond(System.currentTimeMillis());
    }

    private void awaitSecond(long now) {
        long rest = 1_000 - now % 1_000;
        timer = vertx.setTimer(rest + INTO_SECOND_MS, second -> {
            due = System.currentTimeMillis();
            hub.mark(this);
            awaitSecond(due);
        });
    }

    @Override
    public Audience audience() {
        return audience;
    }

    @Override
    public boolean isFollowing() {
        return true;
    }

    @Override
    public boolean isAway() {
        return false;
    }

    @Override
    public EventId position() {
        return EventId.NONE;
    }

    /** Whatever cursor a client made up: it has missed nothing. */
    @Override
    public Frame remembered(EventId cursor, ReadLimit limit) {
        return new Frame(Channel.CLOCK, EventId.NONE, List.of(), EventId.NONE, null);
    }

    @Override
    public Future<Frame> read(Position from, ReadLimit limit) {
        return Future.succeededFuture(remembered(EventId.NONE, limit));
    }

    @Override
    public void flush() {
        if (due == 0) {
            return;
        }
        Event tick = new Event(Channel.CLOCK, null, due, TICK, new EventData("{\"time\":" + due + "}"), null);
        due = 0;
        audience.deliver(new Frame(Channel.CLOCK, EventId.NONE, List.of(tick), EventId.NONE, null));
    }

    @Override
    public void recover() {}

    @Override
    public long bytes() {
        return 0;
    }

    /** A second of the heartbeats begins when the gateway was started, not when one of the clock does. */
    @Override
    public void tick() {}

    @Override
    public void forget() {}

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
