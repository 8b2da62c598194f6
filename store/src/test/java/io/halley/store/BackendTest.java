package io.halley.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.ChannelInfo;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Brings a backend to the contract's tests: empty, retaining {@link #RETAINED} events a channel, of inboxes {@link
 * #RETAINED_IN_INBOXES} or so, and up to a week.
 */
abstract class BackendTest {

    static final int RETAINED = 2_000;
    static final int RETAINED_IN_INBOXES = 10;
    static final Channel LOBBY = new Channel("chat:lobby");
    static final Channel OTHER = new Channel("chat:other");
    static final EventId FOREIGN = new EventId("zzzzzzzzzz", 3);

    final Vertx vertx = Vertx.vertx();
    private @Nullable OpenStore store;

    /** What is tested. */
    interface Fixture {

        /** Opens the backend: empty at first, then with what it held when it was closed. */
        OpenStore open(Vertx vertx);

        /** Keeps a copy of what the closed backend holds. */
        void copy();

        /** Brings the copy back, while the backend is closed. */
        void goBack();

        /** Clears everything away. */
        void remove();
    }

    private final Fixture fixture;

    BackendTest(Fixture fixture) {
        this.fixture = fixture;
    }

    @BeforeEach
    void openFirst() {
        store = fixture.open(vertx);
    }

    @AfterEach
    void closeLast() {
        store().close();
        vertx.close().await();
        fixture.remove();
    }

    OpenStore store() {
        return Objects.requireNonNull(store);
    }

    /** Closes cleanly and opens again. */
    void restart() {
        store().close();
        store = fixture.open(vertx);
    }

    /** Closes, keeps a copy, and opens again. */
    void restartWithCopy() {
        store().close();
        fixture.copy();
        store = fixture.open(vertx);
    }

    /** Closes, and opens what the copy held. */
    void restartFromCopy() {
        store().close();
        fixture.goBack();
        store = fixture.open(vertx);
    }

    /** The events after a position of the lobby that has to be covered. */
    List<Event> covered(Position from) {
        Backlog backlog = store().read(LOBBY, from);
        assertThat(backlog.gap()).isNull();
        return backlog.events();
    }

    Backlog nextOnBus() throws InterruptedException {
        return Objects.requireNonNull(store().bus.poll(10, TimeUnit.SECONDS), "nothing came");
    }

    List<String> listed(String prefix) {
        return store().on(() -> store().backend().channels().list(prefix, null, 1_000)).items().stream()
                .map(ChannelInfo::channel)
                .map(Channel::name)
                .toList();
    }

    static List<Long> longs(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }
}
