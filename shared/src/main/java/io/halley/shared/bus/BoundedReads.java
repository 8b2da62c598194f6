package io.halley.shared.bus;

import io.halley.shared.bus.StoreCommand.ListInbox;
import io.halley.shared.config.Machine;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.EventData;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.event.UserId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reads of logs and inboxes by one event loop: of so many bytes at once, and the others wait in line. A request for a
 * megabyte is small, so that a few hundred who ask at the same time ask for more than all memory. Confined to the loop.
 */
public final class BoundedReads {

    /** Of all reads that are under way: where the heap is small, less. */
    private static final long MOST_BYTES = Math.min(32L * 1024 * 1024, Machine.heapOfEachLoop(16));

    /** Each is small, as is what asks for it. */
    private static final int MOST_WAITING = 10_000;

    /** What is listed, and what is read ahead for that. */
    private static final long INBOX_BYTES = 2L * 1024 * 1024;

    /** A client that is slower does not hold up the others; what it does not take counts as what waits for it. */
    private static final long ANSWERING_MS = 1_000;

    private final Vertx vertx;
    private final StoreClient store;
    private final long mostBytes;
    private final int mostWaiting;
    private final Set<Waiting> line = new LinkedHashSet<>();
    private long underWay;

    /** One that has to wait until others have ended; not a record, as each is only equal to itself. */
    private static final class Waiting {
        final long bytes;
        final Promise<Void> turn = Promise.promise();
        long timer;

        Waiting(long bytes) {
            this.bytes = bytes;
        }
    }

    public BoundedReads(Vertx vertx, StoreClient store) {
        this(vertx, store, MOST_BYTES, MOST_WAITING);
    }

    /**
     * Takes the bounds.
     *
     * @param mostBytes of the reads under way; a larger one is made when there is no other
     * @param mostWaiting how many wait in line; further ones are refused
     */
    public BoundedReads(Vertx vertx, StoreClient store, long mostBytes, int mostWaiting) {
        this.vertx = vertx;
        this.store = store;
        this.mostBytes = mostBytes;
        this.mostWaiting = mostWaiting;
    }

    /**
     * As {@link StoreClient#read}, in its turn. Fails with {@link StoreException} also if the line is full, or that turn
     * does not come within {@value StoreClient#PATIENCE_MS} ms.
     */
    public Future<Backlog> read(Channel channel, Position from, ReadLimit limit) {
        long bytes = most(limit);
        return turn(bytes).compose(begin -> store.read(channel, from, limit).onComplete(read -> ended(bytes)));
    }

    /**
     * Reads as {@link #read(Channel, Position, ReadLimit)} does, for an answer that is large: it is part of the turn, until
     * the client has taken it, or a second has passed.
     *
     * @param answer answers what was read; what it returns is complete when that is taken
     * @return fails if nothing could be read, or as the answer does
     */
    public Future<Void> read(Channel channel, Position from, ReadLimit limit, Function<Backlog, Future<Void>> answer) {
        return inTurn(most(limit), () -> store.read(channel, from, limit), answer);
    }

    /**
     * Part of a user's inbox, for an answer: as {@link StoreClient#inbox(UserId, ListInbox.Filter, Cursor, int)}, in its turn,
     * and of that, too, the answer is part.
     */
    public Future<Void> inbox(
            UserId user,
            ListInbox.Filter filter,
            @Nullable Cursor after,
            int limit,
            Function<InboxPage, Future<Void>> answer) {
        return inTurn(INBOX_BYTES, () -> store.inbox(user, filter, after, limit), answer);
    }

    private <T> Future<Void> inTurn(long bytes, Supplier<Future<T>> read, Function<T, Future<Void>> answer) {
        return turn(bytes).compose(begin -> read.get()
                .onFailure(failure -> ended(bytes))
                .compose(result -> answer(bytes, Future.succeededFuture(result).compose(answer))));
    }

    private Future<Void> answer(long bytes, Future<Void> answer) {
        if (answer.isComplete()) {
            ended(bytes);
            return answer;
        }
        long timer = vertx.setTimer(ANSWERING_MS, late -> ended(bytes));
        return answer.onComplete(taken -> {
            if (vertx.cancelTimer(timer)) {
                ended(bytes);
            }
        });
    }

    private Future<Void> turn(long bytes) {
        if (line.isEmpty() && fits(bytes)) {
            underWay += bytes;
            return Future.succeededFuture();
        }
        if (line.size() >= mostWaiting) {
            return Future.failedFuture(busy());
        }
        Waiting waiting = new Waiting(bytes);
        waiting.timer = vertx.setTimer(StoreClient.PATIENCE_MS, late -> {
            line.remove(waiting);
            waiting.turn.fail(busy());
            goOn();
        });
        line.add(waiting);
        return waiting.turn.future();
    }

    private void ended(long bytes) {
        underWay -= bytes;
        goOn();
    }

    private void goOn() {
        while (!line.isEmpty()) {
            Waiting first = line.iterator().next();
            if (!fits(first.bytes)) {
                return;
            }
            line.remove(first);
            vertx.cancelTimer(first.timer);
            underWay += first.bytes;
            first.turn.complete();
        }
    }

    private boolean fits(long bytes) {
        return underWay == 0 || underWay + bytes <= mostBytes;
    }

    /** What a read may bring; one event is read even if it alone is larger than the limit. */
    private static long most(ReadLimit limit) {
        return Math.min(
                (long) limit.events() * EventData.LARGEST_BYTES, Math.max(limit.bytes(), EventData.LARGEST_BYTES));
    }

    private static StoreException busy() {
        return new StoreException("too many reads of the log are under way (expected: try again)");
    }
}
