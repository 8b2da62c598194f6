package io.halley.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.GatewayInfo;
import io.halley.shared.bus.IdentityCodec;
import io.halley.shared.bus.Lease;
import io.halley.shared.bus.PresenceInfo;
import io.halley.shared.bus.Progress;
import io.halley.shared.bus.ReadOutcome;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.bus.StoreCommand.Report;
import io.halley.shared.bus.StoreCommand.Report.Part;
import io.halley.shared.bus.StoreException;
import io.halley.shared.config.RedisUrl;
import io.halley.shared.config.StoreConfig;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import io.halley.shared.runtime.Health;
import io.halley.store.embedded.EmbeddedStore;
import io.halley.store.spi.GatewaySums;
import io.halley.store.spi.Inbox;
import io.halley.store.spi.InboxStore;
import io.halley.store.spi.Notices;
import io.halley.store.spi.SubscriberCounts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store says of a report that it takes in, but for one part. */
final class ReportTest {

    private static final UserId ALICE = new UserId("alice");
    private static final Channel LOBBY = new Channel("chat:lobby");

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final StoreClient store = new StoreClient(vertx);
    private final BadInboxes inboxes = new BadInboxes();

    @BeforeEach
    void start() {
        IdentityCodec.register(vertx.eventBus());
        vertx.deployVerticle(new StoreVerticle(this::open, new SimpleMeterRegistry()))
                .await();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void names_the_part_that_failed_and_takes_in_the_others() {
        assertThat(store.report(report()).await()).isEqualTo(Map.of(Part.PROGRESS, "the disk is full"));
        assertThat(store.presence().await()).isEqualTo(new PresenceInfo(1, null));
        assertThat(store.gateways().await()).hasSize(1);
        inboxes.failure = new IllegalStateException("nobody foresaw it");
        assertThat(store.report(report()).await()).isEqualTo(Map.of(Part.PROGRESS, "the store failed"));
        inboxes.failure = null;
        assertThat(store.report(report()).await()).isEmpty();
    }

    private static Report report() {
        return new Report(
                new GatewayId("g", 0),
                new GatewayInfo("g", 1, 0, 1, 0),
                Map.of(LOBBY, 3),
                List.of(new Lease(ALICE, "c", "sse")),
                List.of(),
                List.of(),
                List.of(new Progress(ALICE, Channel.USERS, new EventId("aaaaaaaa", 1), null)));
    }

    private Future<Backend> open(Vertx itsVertx, Notices notices) {
        StoreConfig.Retention retention = new StoreConfig.Retention(1_000, 16 << 20, Duration.ofDays(7));
        StoreConfig config = new StoreConfig(StoreConfig.Kind.EMBEDDED, folder, RedisUrl.LOCAL, retention, retention);
        return EmbeddedStore.open(itsVertx, config, notices, new Health(), new SimpleMeterRegistry())
                .map(opened -> new Backend(
                        opened,
                        opened.channels(),
                        opened.users(),
                        inboxes,
                        opened.presence(),
                        new SubscriberCounts(),
                        new GatewaySums()));
    }

    /** Notes nothing, and says why. */
    private static final class BadInboxes implements InboxStore {

        private volatile @Nullable RuntimeException failure = new StoreException("the disk is full");

        @Override
        public Future<Void> progressed(List<Progress> progress) {
            RuntimeException why = failure;
            return why == null ? Future.succeededFuture() : Future.failedFuture(why);
        }

        @Override
        public Future<Inbox> find(UserId user) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<ReadOutcome> markRead(UserId user, List<EventId> upTo, List<EventId> ids) {
            throw new UnsupportedOperationException();
        }
    }
}
