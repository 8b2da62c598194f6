package io.halley.store.embedded;

import io.halley.shared.bus.ChannelInfo;
import io.halley.shared.bus.Page;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Channel;
import io.halley.store.spi.ChannelDirectory;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Which channels there are: those that hold events, or held some within the retention time. Confined to the store's context. */
final class Channels implements ChannelDirectory {

    /** Most of them may be inboxes that nobody is shown: then a page ends here. */
    static final int MOST_LOOKED_AT = 3_000;

    private final LogIndex index;
    private final Commits commits;
    private final LongSupplier clock;
    private boolean closed;

    Channels(LogIndex index, Commits commits, LongSupplier clock) {
        this.index = index;
        this.commits = commits;
        this.clock = clock;
    }

    @Override
    public Future<Optional<ChannelInfo>> describe(Channel channel) {
        if (closed) {
            return Future.failedFuture(new StoreException("the store is closed"));
        }
        long now = clock.getAsLong();
        return Future.succeededFuture(Optional.ofNullable(index.find(channel))
                .filter(log -> index.shows(log, now))
                .map(ChannelLog::info));
    }

    @Override
    public Future<Page<ChannelInfo>> list(String prefix, @Nullable String after, int limit) {
        return closed
                ? Future.failedFuture(new StoreException("the store is closed"))
                : Future.succeededFuture(page(prefix, after, limit, clock.getAsLong()));
    }

    @Override
    public Future<Boolean> delete(Channel channel) {
        Pending.Delete delete = new Pending.Delete(channel);
        commits.submit(delete, 1, 0);
        return delete.answer.future();
    }

    void close() {
        closed = true;
    }

    private Page<ChannelInfo> page(String prefix, @Nullable String after, int limit, long now) {
        List<ChannelInfo> found = new ArrayList<>();
        boolean inPrefix = after == null || after.compareTo(prefix) < 0;
        String last = null;
        int seen = 0;
        for (ChannelLog log : index.from(after == null || inPrefix ? prefix : after, inPrefix)) {
            if (!log.channel().name().startsWith(prefix)) {
                break;
            }
            if (found.size() == limit || seen == MOST_LOOKED_AT) {
                return new Page<>(found, last);
            }
            if (index.shows(log, now)) {
                found.add(log.info());
            }
            last = log.channel().name();
            seen++;
        }
        return new Page<>(found, null);
    }
}
