package io.halley.gateway.presence;

import io.halley.gateway.hub.HubListener;
import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.GatewayInfo;
import io.halley.shared.bus.Progress;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.bus.StoreCommand.Report;
import io.halley.shared.bus.StoreCommand.Report.Part;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import io.vertx.core.Future;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is here and how far their inboxes have come, on one event loop: tells the store in one report a second. What
 * the store does not take in of it is made up for by a later one. Confined to its loop.
 */
public final class Presence implements HubListener {

    /** Who was not here yet is reported at once, unless very many come. */
    private static final int MOST_BETWEEN_TICKS = 10;

    /** While the store is away changes pile up; what goes beyond this is put right by the channel's next change. */
    private static final int MOST_CHANGES = 100_000;

    /** Stopping does not wait longer for the store. Then leases run out. */
    private static final long LAST_REPORT_MS = 250;

    private static final Logger LOG = System.getLogger(Presence.class.getName());

    private final StoreClient store;
    private final GatewayId gateway;
    private final Leases leases = new Leases();
    private final UnreportedProgress progress = new UnreportedProgress();
    private final Map<Channel, Integer> subscribers = new HashMap<>();
    private GatewayInfo info;
    private int reportsSinceTick;
    private boolean reporting;
    private Set<Part> failing = Set.of();

    public Presence(StoreClient store, GatewayId gateway) {
        this.store = store;
        this.gateway = gateway;
        this.info = new GatewayInfo(gateway.process(), 0, 0, 0, 0);
    }

    /**
     * A connection or a poll of this user begins.
     *
     * @param client names the page instance; null if it has not named itself
     * @param transport as in {@code transport=}
     * @return what to run, once, when it is over
     */
    public Runnable came(UserId user, @Nullable String client, String transport) {
        Held held = leases.came(user, client, transport);
        if (leases.isUrgent() && !reporting && reportsSinceTick < MOST_BETWEEN_TICKS) {
            reportsSinceTick++;
            report();
        }
        return () -> leases.went(held, transport);
    }

    @Override
    public void counted(Channel channel, int count) {
        if (subscribers.size() < MOST_CHANGES || subscribers.containsKey(channel)) {
            subscribers.put(channel, count);
        }
    }

    @Override
    public void written(UserId user, Channel channel, EventId upTo) {
        progress.add(new Progress(user, channel, upTo, null));
    }

    /** A client says that a channel of its user's inbox has come to it, up to here. {@code 0.0} says nothing. */
    public void delivered(UserId user, Channel channel, EventId upTo) {
        if (!upTo.equals(EventId.NONE)) {
            progress.add(new Progress(user, channel, null, upTo));
        }
    }

    /** A client says where it is in some channels: whoever goes on from an event has it. */
    public void delivered(UserId user, List<Channel> channels, Cursor cursor) {
        for (int i = 0; i < channels.size(); i++) {
            Channel channel = channels.get(i);
            if (channel.isOfInboxes() && cursor.positions().get(i) instanceof EventId had) {
                delivered(user, channel, had);
            }
        }
    }

    /** A second has passed, and this is what the loop does now. */
    public void tick(int streams, int polls, long events) {
        info = new GatewayInfo(gateway.process(), streams, polls, userCount(), events);
        reportsSinceTick = 0;
        leases.tick();
        if (!reporting) {
            report();
        }
    }

    /** How many users are here. */
    public int userCount() {
        return leases.userCount();
    }

    /** The gateway stops: releases every lease, so that who does not come back elsewhere leaves soon. */
    public Future<Void> close() {
        GatewayInfo nothing = new GatewayInfo(gateway.process(), 0, 0, 0, info.events());
        return store.report(report(leases.end(), nothing))
                .timeout(LAST_REPORT_MS, TimeUnit.MILLISECONDS)
                .otherwise(Presence::allOf)
                .onSuccess(this::warn)
                .mapEmpty();
    }

    private void report() {
        Leases.News news = leases.take();
        Report report = report(news, info);
        subscribers.clear();
        reporting = true;
        store.report(report).otherwise(Presence::allOf).onSuccess(left -> {
            reporting = false;
            putBack(report, news, left.keySet());
            warn(left);
        });
    }

    private static Map<Part, String> allOf(Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        return Stream.of(Part.values()).collect(Collectors.toMap(part -> part, part -> reason));
    }

    private Report report(Leases.News news, GatewayInfo doing) {
        return new Report(gateway, doing, subscribers, news.came(), news.renewed(), news.released(), progress.take());
    }

    /** What the store has not taken in is news again; what it has is not, since leases that come are taken from others. */
    private void putBack(Report report, Leases.News news, Set<Part> left) {
        if (left.contains(Part.SUBSCRIBERS)) {
            report.subscribers().forEach(subscribers::putIfAbsent);
        }
        if (left.contains(Part.PROGRESS)) {
            report.progress().forEach(progress::add);
        }
        if (left.contains(Part.LEASES)) {
            leases.putBack(news);
        }
    }

    /** Once of each part, until that works again. */
    private void warn(Map<Part, String> left) {
        left.forEach((part, reason) -> {
            if (!failing.contains(part)) {
                LOG.log(
                        Level.WARNING,
                        "the store does not take in " + part.name().toLowerCase(Locale.ROOT) + ": " + reason);
            }
        });
        failing = Set.copyOf(left.keySet());
    }
}
