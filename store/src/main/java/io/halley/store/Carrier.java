package io.halley.store;

import io.halley.shared.bus.InboxNotice;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.ReadLimit;
import io.halley.store.spi.EventStore;
import io.halley.store.spi.Notice;
import io.halley.store.spi.Notices;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * Carries the channels that are followed from the backend to the bus, by the notice rule: a notice that goes on where the
 * last one ended is forwarded, one that says nothing new is dropped, and every other, as every unsure moment, starts the
 * one repair, which reads on from what was carried last. What users read is not in any log: a notice of it is forwarded as
 * it is, but not ahead of events that are not carried yet; the repair of those, as of an unsure moment, ends with word that
 * there may have been some. Confined to the store's context.
 */
final class Carrier implements Notices {

    private static final System.Logger LOG = System.getLogger(Carrier.class.getName());

    private final EventStore events;
    private final Bus bus;
    private final Repairs repairs;
    private final Counter counted;
    private final Counter gaps;
    private final Map<Channel, Followed> channels = new HashMap<>();
    /** Unfollowing that is under way; following the channel again waits for it. */
    private final Map<Channel, Future<Void>> endings = new HashMap<>();

    Carrier(Repairs.Later later, EventStore events, Bus bus, MeterRegistry meters) {
        this.repairs = new Repairs(later, this::page);
        this.events = events;
        this.bus = bus;
        this.counted = Counter.builder("halley_store_repairs")
                .description("Times a followed channel was read on from, because notices did not say all")
                .register(meters);
        this.gaps = Counter.builder("halley_store_gaps")
                .description("Gaps carried to followers")
                .register(meters);
    }

    /** Adds a follower, once; answers the id after which the bus carries the channel for it. */
    Future<EventId> follow(Channel channel, String follower) {
        Followed followed = channels.get(channel);
        if (followed == null) {
            followed = begin(channel);
        }
        Followed joined = followed;
        joined.add(follower);
        return joined.begun().map(begun -> joined.last());
    }

    /** Takes a follower back; nothing happens if it does not follow. */
    void unfollow(Channel channel, String follower) {
        Followed followed = channels.get(channel);
        if (followed != null && followed.remove(follower) && !followed.isFollowed()) {
            channels.remove(channel);
            Future<Void> ending = followed.begun()
                    .transform(begun -> begun.succeeded() ? events.unfollow(channel) : Future.succeededFuture());
            endings.put(channel, ending);
            ending.onComplete(ended -> endings.remove(channel, ending))
                    .onFailure(failure -> LOG.log(Level.WARNING, "unfollowing {0}: {1}", channel, failure));
        }
    }

    @Override
    public void moved(Notice notice) {
        Followed followed = channels.get(notice.channel());
        if (followed == null) {
            return;
        }
        Backlog next = followed.take(notice);
        if (next != null) {
            bus.carry(next);
        } else if (followed.isBehind()) {
            repair(followed);
        }
    }

    @Override
    public void read(Channel own, InboxNotice.Read notice) {
        Followed followed = channels.get(own);
        if (followed != null && !followed.makesUpForAllLater()) {
            bus.tell(own, notice);
        }
    }

    @Override
    public void unsure(Channel channel) {
        Followed followed = channels.get(channel);
        if (followed != null) {
            followed.doubtAll();
            repair(followed);
        }
    }

    @Override
    public void unsure() {
        new ArrayList<>(channels.keySet()).forEach(this::unsure);
    }

    private Followed begin(Channel channel) {
        Future<Void> before = endings.getOrDefault(channel, Future.succeededFuture());
        Followed followed = new Followed(channel, before.transform(ended -> events.follow(channel)));
        channels.put(channel, followed);
        followed.begun()
                .onSuccess(head -> {
                    followed.begin(head);
                    if (followed.isBehind()) {
                        repair(followed);
                    }
                })
                .onFailure(failure -> channels.remove(channel, followed));
        return followed;
    }

    private void repair(Followed followed) {
        if (followed.startRepair()) {
            counted.increment();
            repairs.add(followed);
        }
    }

    private Future<Backlog> page(Followed followed) {
        return events.read(followed.channel(), followed.last(), ReadLimit.PAGE)
                .onSuccess(backlog -> carry(followed, backlog));
    }

    private void carry(Followed followed, Backlog backlog) {
        if (!followed.isFollowed()) {
            return;
        }
        if (backlog.gap() != null) {
            gaps.increment();
        }
        if (backlog.gap() != null || !backlog.events().isEmpty()) {
            bus.carry(backlog);
        }
        followed.carried(backlog);
        if (followed.endsDoubtOfAll() && followed.channel().user() != null) {
            bus.tell(followed.channel(), new InboxNotice.Unsure());
        }
    }
}
