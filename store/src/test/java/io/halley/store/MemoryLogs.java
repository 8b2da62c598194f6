package io.halley.store;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.shared.event.EventType;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.halley.store.spi.EventStore;
import io.halley.store.spi.LogRange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Logs in memory that are only read; answers wait until they are let go. */
final class MemoryLogs implements EventStore {

    /** As few events as a read may come back with. */
    int mostAtOnce = 1_000;

    int reads;
    final Queue<Runnable> answers = new ArrayDeque<>();
    private final Map<Channel, List<Event>> events = new HashMap<>();
    private final Map<Channel, Integer> trimmed = new HashMap<>();

    /** Lets all answers go, also those of reads that follow. */
    void answer() {
        for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
            answer.run();
        }
    }

    Event append(Channel channel, long time, String data) {
        List<Event> log = events.computeIfAbsent(channel, c -> new ArrayList<>());
        EventId id = new EventId(epoch(channel), log.size() + 1L);
        Event event = new Event(channel, id, time, EventType.MESSAGE, new EventData(data), null);
        log.add(event);
        return event;
    }

    void trim(Channel channel, int count) {
        trimmed.put(channel, count);
    }

    List<Event> retained(Channel channel) {
        List<Event> log = events.getOrDefault(channel, List.of());
        return log.subList(trimmed.getOrDefault(channel, 0), log.size());
    }

    LogRange range(Channel channel) {
        int head = events.getOrDefault(channel, List.of()).size();
        return head == 0
                ? LogRange.NONE
                : new LogRange(
                        List.of(new LogRange.Epoch(epoch(channel), 1)), trimmed.getOrDefault(channel, 0) + 1L, head);
    }

    private static String epoch(Channel channel) {
        return channel.equals(Channel.USERS) ? "uuuuuuuuuu" : "oooooooooo";
    }

    @Override
    public Future<Backlog> read(Channel channel, Position from, ReadLimit limit) {
        reads++;
        Promise<Backlog> promise = Promise.promise();
        answers.add(() -> promise.complete(backlog(channel, from, Math.min(limit.events(), mostAtOnce))));
        return promise.future();
    }

    private Backlog backlog(Channel channel, Position from, int limit) {
        LogRange range = range(channel);
        LogRange.Start start = range.resolve(channel, from);
        List<Event> log = events.getOrDefault(channel, List.of());
        int first = (int) start.id().offset();
        int end = Math.min(log.size(), first + limit);
        return new Backlog(channel, start.id(), log.subList(first, end), range.idAt(end), range.headId(), start.gap());
    }

    @Override
    public Future<List<AppendOutcome>> append(List<EventDraft> drafts) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<EventId> follow(Channel channel) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> unfollow(Channel channel) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> close() {
        throw new UnsupportedOperationException();
    }
}
