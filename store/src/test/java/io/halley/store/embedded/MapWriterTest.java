package io.halley.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.StoreException;
import io.halley.store.embedded.MapWriter.Slot;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of one entry the text that was given last is what stays. */
final class MapWriterTest {

    private static final Slot ONE = new Slot("a", "1");
    private static final Slot TWO = new Slot("a", "2");

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path temporary = Path.of("");

    @AfterEach
    void end() {
        vertx.close().await();
    }

    @Test
    void what_is_given_after_what_waits_stays_and_its_flush_does_not_overtake_it() throws Exception {
        HeldWriter held = new HeldWriter(vertx, new TestFolder(vertx, temporary.resolve("data")));
        CountDownLatch hold = held.hold();
        Future<Void> first = held.start(() -> held.writer.write(Map.of(ONE, "x")));
        Future<Void> older = held.start(() -> held.writer.write(Map.of(TWO, "older")));
        Future<Void> flushed = held.start(() -> {
            held.writer.writeLater(TWO, "newer");
            return held.writer.flush();
        });
        hold.countDown();
        HeldWriter.await(Future.all(List.of(first, older, flushed)));
        assertThat(held.text(ONE)).isEqualTo("x");
        assertThat(held.text(TWO)).isEqualTo("newer");
        held.open.close();
    }

    @Test
    void what_failed_is_written_again_but_for_what_was_given_since() throws Exception {
        TestFolder folder = new TestFolder(vertx, temporary.resolve("data"));
        HeldWriter held = new HeldWriter(vertx, folder);
        CountDownLatch hold = held.hold();
        held.damage();
        Future<Void> older = held.start(() -> held.writer.write(Map.of(ONE, "kept", TWO, "older")));
        Future<Void> flushed = held.start(() -> {
            held.writer.writeLater(TWO, "newer");
            return held.writer.flush();
        });
        hold.countDown();
        assertThatThrownBy(() -> HeldWriter.await(older)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> HeldWriter.await(flushed)).isInstanceOf(StoreException.class);
        folder.eventually(() -> folder.health.problems().isEmpty());
        held.on(held.writer::flush);
        assertThat(held.text(ONE)).isEqualTo("kept");
        assertThat(held.text(TWO)).isEqualTo("newer");
        held.open.close();
    }
}
