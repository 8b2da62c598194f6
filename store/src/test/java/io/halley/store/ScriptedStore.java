package io.halley.store;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.StoreException;
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
import io.halley.store.spi.Notice;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** A log of one channel in memory, whose answers and notices come when, and as badly as, a test says. */
final class ScriptedStore implements EventStore {

    static final Channel CHANNEL = new Channel("chat:lobby");

    final Promise<EventId> followed = Promise.promise();
    final List<Notice> notices = new ArrayList<>();
    int unfollowed;
    /** Every read fails at once. */
    boolean away;

    private final List<Event> events = new ArrayList<>();
    private final List<LogRange.Epoch> epochs = new ArrayList<>();
    private final Deque<Runnable> answers = new ArrayDeque<>();
    private final Deque<Runnable> failures = new ArrayDeque<>();
    private int trimmed;
    private int begun;
    private boolean epochEnded = true;

    /** The next append begins a new epoch. */
    void endEpoch() {
        epochEnded = true;
    }

    /** Appends, and has a notice ready; {@code inline} says whether it carries the events along. */
    void append(int count, boolean inline) {
        List<Event> fresh = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long offset = events.size() + 1L;
            if (epochEnded) {
                epochs.add(new LogRange.Epoch("epoch%03d".formatted(begun++), offset));
                epochEnded = false;
            }
            EventId id = new EventId(epochs.get(epochs.size() - 1).name(), offset);
            Event event = new Event(CHANNEL, id, 1, EventType.MESSAGE, new EventData("" + offset), null);
            fresh.add(event);
            events.add(event);
        }
        notices.add(new Notice(CHANNEL, range().headId(), inline ? fresh : List.of()));
    }

    void trim(int count) {
        trimmed = Math.min(trimmed + count, events.size());
        while (epochs.size() > 1 && epochs.get(1).first() <= trimmed) {
            epochs.remove(0);
        }
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    LogRange range() {
        return new LogRange(epochs, trimmed + 1L, events.size());
    }

    int pendingReads() {
        return answers.size();
    }

    /** Lets the oldest unanswered read come back. Answers whether there was one. */
    boolean answerRead(boolean well) {
        if (answers.isEmpty()) {
            return false;
        }
        Runnable answer = answers.remove();
        Runnable failure = failures.remove();
        (well ? answer : failure).run();
        return true;
    }

    @Override
    public Future<Backlog> read(Channel channel, Position from, ReadLimit limit) {
        if (away) {
            return Future.failedFuture(new StoreException("away"));
        }
        Promise<Backlog> promise = Promise.promise();
        Backlog now = backlog(from);
        answers.add(() -> promise.complete(now));
        failures.add(() -> promise.fail(new StoreException("away")));
        return promise.future();
    }

    @Override
    public Future<EventId> follow(Channel channel) {
        return followed.future();
    }

    @Override
    public Future<Void> unfollow(Channel channel) {
        unfollowed++;
        return Future.succeededFuture();
    }

    @Override
    public Future<List<AppendOutcome>> append(List<EventDraft> drafts) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> close() {
        throw new UnsupportedOperationException();
    }

    /** Three events a page, so that a repair has several. */
    private Backlog backlog(Position from) {
        LogRange.Start start = range().resolve(CHANNEL, from);
        int first = (int) start.id().offset();
        List<Event> page = events.subList(first, Math.min(first + 3, events.size()));
        Supplier<EventId> last =
                () -> Objects.requireNonNull(page.get(page.size() - 1).id());
        EventId end = page.isEmpty() ? start.id() : last.get();
        return new Backlog(CHANNEL, start.id(), page, end, range().headId(), start.gap());
    }
}
