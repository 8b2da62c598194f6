package io.halley.store.embedded;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.StoreException;
import io.halley.shared.config.StoreConfig;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.runtime.Health;
import io.halley.store.spi.ChannelDirectory;
import io.halley.store.spi.EventStore;
import io.halley.store.spi.InboxStore;
import io.halley.store.spi.LeaseTimes;
import io.halley.store.spi.Notices;
import io.halley.store.spi.PresenceStore;
import io.halley.store.spi.UserDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A log in files of this process: one for all channels, written and forced a commit at a time. What is retained, and
 * where, is in memory; events are read from the files.
 */
public final class EmbeddedStore implements EventStore {

    private final OpenFolder open;
    private final Worker worker;
    private final Commits commits;
    private final LogReader reader;
    private final Housekeeping housekeeping;
    private final MapWriter mapWriter;
    private final Channels channels;
    private final Presence presence;
    private final Inboxes inboxes;
    private final Users users;
    private final Set<Channel> followed;
    private @Nullable Future<Void> closed;

    private EmbeddedStore(
            Vertx vertx,
            Worker worker,
            OpenFolder open,
            Notices notices,
            Health health,
            MeterRegistry registry,
            Tuning tuning) {
        this.open = open;
        this.worker = worker;
        this.followed = new HashSet<>();
        LogIndex index = open.index();
        Outage outage = new Outage(health);
        Meters meters = new Meters(registry);
        CommitResults results = new CommitResults(index, notices, followed, tuning.clock());
        ChannelBound bound = new ChannelBound(index, tuning.mostChannels());
        this.commits = new Commits(vertx, worker, open.writer(), index, bound, outage, results, meters);
        this.reader = new LogReader(index, worker);
        this.channels = new Channels(index, commits, tuning.clock());
        this.mapWriter = new MapWriter(open.maps(), worker, commits, outage);
        KnownUsers known = new KnownUsers(open.users());
        this.presence = new Presence(vertx, open.presence(), known, index, mapWriter, commits, tuning);
        this.inboxes = new Inboxes(vertx, index, known, open.marks(), mapWriter, notices, followed, tuning.clock());
        this.users = new Users(known, presence, inboxes, mapWriter, tuning.clock());
        index.watch(new Heads(inboxes, mapWriter));
        Cleaner cleaner = new Cleaner(
                open.folder(),
                tuning.disk(),
                worker,
                open.maps(),
                mapWriter,
                index.segments(),
                commits,
                tuning.slackBytes());
        this.housekeeping = new Housekeeping(
                vertx, worker, open.maps(), index, cleaner, presence, mapWriter, commits, outage, tuning);
        meters.size(index);
    }

    /**
     * What is fixed but for tests.
     *
     * @param segmentBytes a segment is full at
     * @param slackBytes what the log may take above what is retained, at least, before it is cleaned
     * @param mostChannels no more are made
     * @param mostKeys how many idempotency keys are remembered
     * @param leases how long presence waits
     * @param tickMillis time between two looks at what is to be done now and then
     * @param clock ms since 1970
     */
    record Tuning(
            long segmentBytes,
            long slackBytes,
            int mostChannels,
            long mostKeys,
            LeaseTimes leases,
            long tickMillis,
            LongSupplier clock,
            Disk disk) {
        static final Tuning USUAL = new Tuning(
                64L << 20,
                128L << 20,
                LogIndex.MOST_CHANNELS,
                IdempotencyKeys.MOST,
                LeaseTimes.USUAL,
                1_000,
                System::currentTimeMillis,
                Disk.REAL);
    }

    /**
     * Opens the data folder, or makes it. Fails with {@link io.halley.shared.runtime.StartException} if it can't be used.
     * Called on the context that the store then belongs to.
     */
    public static Future<EmbeddedStore> open(
            Vertx vertx, StoreConfig config, Notices notices, Health health, MeterRegistry registry) {
        return open(vertx, config, notices, health, registry, Tuning.USUAL);
    }

    static Future<EmbeddedStore> open(
            Vertx vertx, StoreConfig config, Notices notices, Health health, MeterRegistry registry, Tuning tuning) {
        Worker worker = new Worker(vertx);
        return worker.write(() -> OpenFolder.open(config, tuning))
                .map(open -> new EmbeddedStore(vertx, worker, open, notices, health, registry, tuning))
                .recover(failure -> worker.close().transform(done -> Future.failedFuture(failure)));
    }

    /** Which channels there are. */
    public ChannelDirectory channels() {
        return channels;
    }

    /** Who was ever here. */
    public UserDirectory users() {
        return users;
    }

    /** Who is online. */
    public PresenceStore presence() {
        return presence;
    }

    /** What users have read. */
    public InboxStore inboxes() {
        return inboxes;
    }

    @Override
    public Future<List<AppendOutcome>> append(List<EventDraft> drafts) {
        Pending.Append append = new Pending.Append(drafts);
        commits.submit(append, drafts.size(), Pending.Append.size(drafts));
        return append.answer.future();
    }

    @Override
    public Future<Backlog> read(Channel channel, Position from, ReadLimit limit) {
        return unlessClosed(() -> reader.read(channel, from, limit));
    }

    @Override
    public Future<EventId> follow(Channel channel) {
        return unlessClosed(() -> {
            followed.add(channel);
            return Future.succeededFuture(open.index().range(channel).headId());
        });
    }

    @Override
    public Future<Void> unfollow(Channel channel) {
        followed.remove(channel);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> close() {
        if (closed == null) {
            followed.clear();
            housekeeping.close();
            channels.close();
            presence.close();
            inboxes.close();
            closed = commits.close()
                    .eventually(mapWriter::close)
                    .eventually(reader::close)
                    .eventually(() -> worker.write(open::close))
                    .eventually(worker::close);
        }
        return closed;
    }

    private <T> Future<T> unlessClosed(Supplier<Future<T>> action) {
        return closed == null ? action.get() : Future.failedFuture(new StoreException("the store is closed"));
    }
}
