package io.halley.store;

import io.halley.shared.bus.InboxPage;
import io.halley.shared.bus.Receipt;
import io.halley.shared.bus.StoreCommand.FindReceipts.Place;
import io.halley.shared.bus.StoreCommand.ListInbox;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import io.halley.store.spi.EventStore;
import io.halley.store.spi.Inbox;
import io.halley.store.spi.InboxStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Brings marks and logs together, the same for every backend. Confined to the store's context. */
final class InboxReader {

    /** What there is to say of an event that is not retained. */
    static final Receipt GONE = new Receipt(null, null, null, null);

    private final EventStore events;
    private final InboxStore inboxes;

    InboxReader(EventStore events, InboxStore inboxes) {
        this.events = events;
        this.inboxes = inboxes;
    }

    /** Newest first by time; the offsets of the cursor are where the part before ended, whatever became of their epochs. */
    Future<InboxPage> list(ListInbox list) {
        return inboxes.find(list.user()).compose(inbox -> new InboxListing(events, inbox, list).page());
    }

    /** One per place, in order. */
    Future<List<Receipt>> receipts(List<Place> places) {
        Map<UserId, Inbox> found = new HashMap<>();
        List<UserId> users = places.stream().map(Place::user).distinct().toList();
        return Lanes.forEach(users, user -> inboxes.find(user).onSuccess(inbox -> found.put(user, inbox)))
                .compose(done -> times(places, found))
                .map(times -> places.stream()
                        .map(place -> receipt(place, Objects.requireNonNull(found.get(place.user())), times))
                        .toList());
    }

    private static Receipt receipt(Place place, Inbox inbox, Map<EventId, Long> times) {
        Long sent = times.get(place.id());
        return sent == null
                ? GONE
                : partOf(place, inbox)
                        .map(part -> part.mark().receipt(place.id().offset(), sent))
                        .orElse(GONE);
    }

    /** When the events came into their logs, of those that are retained; events next to each other are read at once. */
    private Future<Map<EventId, Long>> times(List<Place> places, Map<UserId, Inbox> inboxes) {
        Map<Channel, TreeMap<Long, EventId>> wanted = new HashMap<>();
        for (Place place : places) {
            partOf(place, Objects.requireNonNull(inboxes.get(place.user()))).ifPresent(part -> wanted.computeIfAbsent(
                            part.channel(), channel -> new TreeMap<>())
                    .put(place.id().offset(), part.range().idAt(place.id().offset() - 1)));
        }
        List<Span> spans = new ArrayList<>();
        wanted.forEach((channel, before) -> spans.addAll(Span.over(channel, before)));
        Map<EventId, Long> times = new HashMap<>();
        return Lanes.forEach(spans, span -> span.read(events)
                        .onSuccess(read ->
                                read.forEach(event -> times.put(Objects.requireNonNull(event.id()), event.time()))))
                .map(done -> times);
    }

    private static Optional<Inbox.Part> partOf(Place place, Inbox inbox) {
        return inbox.partOf(place.id()).filter(part -> part.range().holds(place.id()));
    }
}
