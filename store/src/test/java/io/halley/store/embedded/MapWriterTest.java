package io.halley.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.StoreException;
import io.halley.store.embedded.MapWriter.Slot;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of one entry the text that was given last is what stays, while the thread that writes is as slow as a test says. */
final class MapWriterTest {

    private static final Slot ONE = new Slot("a", "1");
    private static final Slot TWO = new Slot("a", "2");

    private final Vertx vertx = Vertx.vertx();
    private final Context context = ((VertxInternal) vertx).createEventLoopContext();

    @TempDir
    private Path temporary = Path.of("");

    private TestFolder folder = new TestFolder(vertx, temporary);
    private @Nullable Opened opened;

    private record Opened(OpenFolder folder, Worker worker, MapWriter writer) {}

    @BeforeEach
    void begin() throws TimeoutException {
        folder = new TestFolder(vertx, temporary.resolve("data"));
        OpenFolder open = OpenFolder.open(folder.config(), folder.tuning());
        opened = on(() -> Future.succeededFuture(open(open)));
    }

    @AfterEach
    void end() throws Exception {
        opened().folder.close();
        vertx.close().await();
    }

    @Test
    void what_is_given_after_what_waits_stays_and_its_flush_does_not_overtake_it() throws Exception {
        CountDownLatch held = holdWorker();
        Future<Void> first = start(() -> writer().write(Map.of(ONE, "x")));
        Future<Void> older = start(() -> writer().write(Map.of(TWO, "older")));
        start(() -> later(TWO, "newer"));
        Future<Void> flushed = start(() -> writer().flush());
        assertThat(List.of(first, older, flushed)).noneMatch(Future::isComplete);
        held.countDown();
        await(Future.all(first, older, flushed));
        assertThat(text(ONE)).isEqualTo("x");
        assertThat(text(TWO)).isEqualTo("newer");
    }

    @Test
    void what_failed_is_written_again_but_for_what_was_given_since() throws Exception {
        CountDownLatch held = holdWorker();
        opened().worker.write(() -> {
            opened().folder.maps().abandon();
            return null;
        });
        Future<Void> older = start(() -> writer().write(Map.of(ONE, "kept", TWO, "older")));
        start(() -> later(TWO, "newer"));
        Future<Void> flushed = start(() -> writer().flush());
        held.countDown();
        assertThatThrownBy(() -> await(older)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> await(flushed)).isInstanceOf(StoreException.class);
        folder.eventually(() -> folder.health.problems().isEmpty());
        await(start(() -> writer().flush()));
        assertThat(text(ONE)).isEqualTo("kept");
        assertThat(text(TWO)).isEqualTo("newer");
    }

    private Opened open(OpenFolder open) {
        LogIndex index = open.index();
        Worker worker = new Worker(vertx);
        Outage outage = new Outage(folder.health);
        Commits commits = new Commits(
                vertx,
                worker,
                open.writer(),
                index,
                new ChannelBound(index, LogIndex.MOST_CHANNELS),
                outage,
                (commit, written) -> () -> {},
                new Meters(folder.meters));
        return new Opened(open, worker, new MapWriter(open.maps(), worker, commits, outage));
    }

    /** Whatever is given to the thread that writes has to wait until the answer is counted down. */
    private CountDownLatch holdWorker() {
        CountDownLatch hold = new CountDownLatch(1);
        opened().worker.write(() -> {
            hold.await();
            return null;
        });
        return hold;
    }

    private Future<Void> later(Slot slot, String text) {
        writer().writeLater(slot, text);
        return Future.succeededFuture();
    }

    private @Nullable String text(Slot slot) throws Exception {
        return await(opened().worker
                .write(() -> opened().folder.maps().map(slot.map()).get(slot.key())));
    }

    private MapWriter writer() {
        return opened().writer;
    }

    private Opened opened() {
        return Objects.requireNonNull(opened);
    }

    private <T> T on(Supplier<Future<T>> call) throws TimeoutException {
        return await(start(call));
    }

    private <T> Future<T> start(Supplier<Future<T>> call) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(turn -> call.get().onComplete(promise));
        return promise.future();
    }

    private static <T> T await(Future<T> answer) throws TimeoutException {
        return answer.await(10, TimeUnit.SECONDS);
    }
}
