package io.halley.gateway.hub;

import io.halley.gateway.framing.Frame;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** One channel on one event loop: who reads it here, and what it flushes to those who are live. */
sealed interface Feed permits ChannelFeed, ClockFeed {

    Audience audience();

    /** Whether the channel is followed, so that whoever has its position may become live. */
    boolean isFollowing();

    /** Whether following failed, and is being tried again. */
    boolean isAway();

    /** The cursor of everyone who is live. */
    EventId position();

    /** What it remembers after a cursor, up to a limit; null if the log has to be read. */
    @Nullable
    Frame remembered(EventId cursor, ReadLimit limit);

    /** Reads the log; equal reads that are under way at once are one. */
    Future<Frame> read(Position from, ReadLimit limit);

    /** Gives those who are live what arrived in this turn. */
    void flush();

    /** Something of ours broke: nothing is certain but the log. */
    void recover();

    /** What it keeps in memory, in bytes, roughly. */
    long bytes();

    /** Forgets what it keeps in memory, because the process keeps too much; its readers go to the log. */
    void forget();

    /** A second has passed. */
    void tick();

    /** Ends it; it has no subscribers any more. */
    void close();
}
