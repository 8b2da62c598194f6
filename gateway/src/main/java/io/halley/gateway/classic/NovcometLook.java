package io.halley.gateway.classic;

import io.halley.gateway.subscription.Subscription;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Looks which keys have changed: those whose newest event is above the number that the page has, and those to which
 * something has come since the poll began, also if the page's clock is ahead.
 */
final class NovcometLook implements Look {

    private final FreshReads<Optional<Newest>> heads;
    private final Map<String, Long> keys;
    private final Map<Channel, EventId> begins = new HashMap<>();

    /** @param keys with the {@link Stamp} up to which the page has seen each */
    NovcometLook(FreshReads<Optional<Newest>> heads, Map<String, Long> keys) {
        this.heads = heads;
        this.keys = keys;
    }

    @Override
    public void begin(Subscription subscription) {
        keys.keySet()
                .forEach(key ->
                        begins.put(channel(key), subscription.subscribers().cursorIn(channel(key))));
    }

    static Channel channel(String key) {
        return new Channel("novcomet:" + key);
    }

    @Override
    public Future<Optional<Answer>> answer() {
        List<Future<Optional<Newest>>> reads = new ArrayList<>();
        keys.keySet().forEach(key -> reads.add(heads.of(channel(key))));
        return Future.all(reads).map(all -> answer(all.<Optional<Newest>>list()));
    }

    private Optional<Answer> answer(List<Optional<Newest>> newest) {
        StringJoiner changed = new StringJoiner(",", "{\"s\":1,\"k\":{", "}}").setEmptyValue("");
        int place = 0;
        for (Map.Entry<String, Long> key : keys.entrySet()) {
            newest.get(place++)
                    .map(Newest::head)
                    .filter(event -> isNew(event, key.getValue()))
                    .ifPresent(event -> changed.add("\"" + key.getKey() + "\":" + Stamp.of(event)));
        }
        return changed.length() == 0 ? Optional.empty() : Optional.of(new Answer(changed.toString(), () -> {}));
    }

    private boolean isNew(Event event, long seen) {
        return cameSince(event) || (seen != Stamp.NONE && Stamp.of(event) > seen);
    }

    /** A log that was deleted or taken back meanwhile goes on in another epoch, at a lower offset. */
    private boolean cameSince(Event event) {
        EventId begin = begins.get(event.channel());
        EventId id = Stamp.id(event);
        return begin != null && (id.offset() > begin.offset() || !id.epoch().equals(begin.epoch()));
    }

    @Override
    public String nothing() {
        return "{\"s\":0}";
    }
}
