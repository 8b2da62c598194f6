package io.halley.store.embedded;

import io.halley.shared.bus.AppendOutcome.Appended;
import io.halley.shared.config.RedisUrl;
import io.halley.shared.config.StoreConfig;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.runtime.Health;
import io.halley.store.OpenStore;
import io.halley.store.spi.LeaseTimes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A process that appends to many channels until it is killed, and says what it was answered ({@code A channel id data})
 * and what a follower saw ({@code S channel id data}).
 */
final class Victim {

    static final int CHANNELS = 20;
    private static final int AT_ONCE = 3;

    private final OpenStore store;
    private final String round;
    private final PrintStream out;

    private Victim(OpenStore store, String round, PrintStream out) {
        this.store = store;
        this.round = round;
        this.out = out;
    }

    static Channel channel(int number) {
        return new Channel("chat:" + number);
    }

    static StoreConfig config(Path folder) {
        return new StoreConfig(
                StoreConfig.Kind.EMBEDDED,
                folder,
                RedisUrl.LOCAL,
                new StoreConfig.Retention(1_000_000, 1L << 40, Duration.ofDays(7)),
                new StoreConfig.Retention(1_000_000, 1L << 40, Duration.ofDays(7)));
    }

    static OpenStore open(Vertx vertx, Path folder) {
        EmbeddedStore.Tuning smallSegments = new EmbeddedStore.Tuning(
                200_000,
                128 << 20,
                LogIndex.MOST_CHANNELS,
                IdempotencyKeys.MOST,
                LeaseTimes.USUAL,
                100,
                System::currentTimeMillis,
                Disk.REAL);
        return OpenStore.embedded(
                vertx,
                notices -> EmbeddedStore.open(
                        vertx, config(folder), notices, new Health(), new SimpleMeterRegistry(), smallSegments));
    }

    /** Arguments: the data folder, and a word that makes what this process appends differ from others'. */
    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
                false,
                StandardCharsets.US_ASCII);
        OpenStore store = open(Vertx.vertx(), Path.of(arguments[0]));
        Victim victim = new Victim(store, arguments[1], out);
        IntStream.range(0, CHANNELS).forEach(number -> store.carry(channel(number)));
        IntStream.range(0, CHANNELS * AT_ONCE).forEach(i -> victim.append(channel(i % CHANNELS), i));
        while (true) {
            for (Event event : store.bus.take().events()) {
                victim.say(
                        "S",
                        event.channel(),
                        Objects.requireNonNull(event.id()),
                        event.data().json());
            }
        }
    }

    private void append(Channel channel, int number) {
        String data = "\"" + round + "-" + number + "\"";
        store.start(() -> store.events().append(List.of(OpenStore.draft(channel, data))))
                .onSuccess(outcomes -> {
                    say("A", channel, ((Appended) outcomes.get(0)).id(), data);
                    append(channel, number + CHANNELS * AT_ONCE);
                });
    }

    private void say(String what, Channel channel, EventId id, String data) {
        out.print(what + " " + channel + " " + id + " " + data + "\n");
        out.flush();
    }
}
