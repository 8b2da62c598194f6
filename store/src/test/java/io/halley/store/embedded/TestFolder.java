package io.halley.store.embedded;

import io.halley.shared.config.RedisUrl;
import io.halley.shared.config.StoreConfig;
import io.halley.shared.event.Channel;
import io.halley.shared.runtime.Health;
import io.halley.store.OpenStore;
import io.halley.store.spi.LeaseTimes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/** A data folder that tests open, close and damage; with small segments, and a clock that they set. */
final class TestFolder {

    static final Channel LOBBY = new Channel("chat:lobby");
    static final Channel OTHER = new Channel("chat:other");

    private static final long TICK_MS = 20;

    final Health health = new Health();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final AtomicLong clock = new AtomicLong(1_800_000_000_000L);
    long segmentBytes = 64 << 20;
    long slackBytes = 128 << 20;
    int mostChannels = LogIndex.MOST_CHANNELS;
    long mostKeys = IdempotencyKeys.MOST;
    int retainEvents = 1_000;
    /** The clock may be put on by minutes: that is no outage. */
    LeaseTimes leases = new LeaseTimes(15_000, 8_000, 600_000);

    Disk disk = Disk.REAL;

    private final Vertx vertx;
    private final Path path;

    TestFolder(Vertx vertx, Path path) {
        this.vertx = vertx;
        this.path = path;
    }

    OpenStore open() {
        return OpenStore.embedded(
                vertx, notices -> EmbeddedStore.open(vertx, config(), notices, health, meters, tuning()));
    }

    /** Reads the log as an opening does, and lets go of it again. */
    LogIndex index() throws IOException {
        OpenFolder open = OpenFolder.open(config(), tuning());
        open.close();
        return open.index();
    }

    Path segment(int number) {
        return path.resolve("log").resolve(String.format("%010d.log", number));
    }

    List<String> segments() throws IOException {
        try (var files = Files.list(path.resolve("log"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Waits until something is so, looking every few ms; at most ten seconds. */
    void eventually(Callable<Boolean> condition) throws Exception {
        for (int i = 0; i < 1_000; i++) {
            if (condition.call()) {
                return;
            }
            vertx.timer(10).await();
        }
        throw new AssertionError("did not come to be");
    }

    StoreConfig config() {
        return new StoreConfig(
                StoreConfig.Kind.EMBEDDED,
                path,
                RedisUrl.LOCAL,
                new StoreConfig.Retention(retainEvents, 16 << 20, Duration.ofDays(7)),
                new StoreConfig.Retention(retainEvents, 16 << 20, Duration.ofDays(7)));
    }

    EmbeddedStore.Tuning tuning() {
        return new EmbeddedStore.Tuning(
                segmentBytes, slackBytes, mostChannels, mostKeys, leases, TICK_MS, clock::get, disk);
    }
}
