package io.halley.store.embedded;

import io.halley.shared.bus.AppendOutcome.Appended;
import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.Lease;
import io.halley.shared.config.RedisUrl;
import io.halley.shared.config.StoreConfig;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
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
 * and what a follower saw ({@code S channel id data}). Meanwhile one user reads on and on, of which it says what was
 * answered, too ({@code M channel id -}), and others come and go.
 */
final class Victim {

    static final int CHANNELS = 20;
    static final UserId READER = new UserId("reader");

    private static final int AT_ONCE = 3;
    private static final int GUESTS = 20;
    private static final long STAY_MS = 30;
    private static final GatewayId GATEWAY = new GatewayId("gateway", 0);

    /** Who is let go of leaves with the next look, and who is held stays. */
    private static final LeaseTimes LEASES = new LeaseTimes(600_000, 1, 600_000);

    private static final long TICK_MS = 20;

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
                LEASES,
                TICK_MS,
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
        Vertx vertx = Vertx.vertx();
        OpenStore store = open(vertx, Path.of(arguments[0]));
        Victim victim = new Victim(store, arguments[1], out);
        IntStream.range(0, CHANNELS).forEach(number -> store.carry(channel(number)));
        IntStream.range(0, CHANNELS * AT_ONCE).forEach(i -> victim.append(channel(i % CHANNELS), i));
        store.signIn(READER.value());
        victim.read(0);
        IntStream.range(0, GUESTS).forEach(i -> victim.come(vertx, new UserId("guest" + i)));
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

    private void read(int number) {
        Channel own = Channel.ofUser(READER);
        String data = "\"" + round + "-" + number + "\"";
        store.start(() -> store.events().append(List.of(OpenStore.draft(own, data))))
                .onSuccess(outcomes -> {
                    EventId id = ((Appended) outcomes.get(0)).id();
                    store.start(() -> store.inboxes().markRead(READER, List.of(id), List.of()))
                            .onSuccess(read -> {
                                say("M", own, id, "-");
                                read(number + 1);
                            });
                });
    }

    private void come(Vertx vertx, UserId guest) {
        List<Lease> lease = List.of(new Lease(guest, round, "sse"));
        store.start(() -> store.presence().report(GATEWAY, lease, List.of(), List.of()))
                .compose(came -> vertx.timer(STAY_MS))
                .compose(stayed -> store.start(() -> store.presence().report(GATEWAY, List.of(), List.of(), lease)))
                .compose(gone -> vertx.timer(STAY_MS))
                .onSuccess(gone -> come(vertx, guest));
    }

    private void say(String what, Channel channel, EventId id, String data) {
        out.print(what + " " + channel + " " + id + " " + data + "\n");
        out.flush();
    }
}
