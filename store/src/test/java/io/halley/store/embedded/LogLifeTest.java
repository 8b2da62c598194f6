package io.halley.store.embedded;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.store.OpenStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** Whatever happens to a log in its life, it holds what it has to hold, and every position is what it has to be. */
final class LogLifeTest {

    private static final int RETAINED = 5;

    enum Kind {
        APPEND,
        APPEND_MANY,
        DELETE,
        RESTART,
        FILL_AND_CLEAN
    }

    record Step(Kind kind, int channel) {}

    /** What a channel has to hold: its events since the last deletion, and every id that was ever its head before. */
    private static final class Expected {
        final List<String> texts = new ArrayList<>();
        final List<EventId> ids = new ArrayList<>();
        final List<EventId> deleted = new ArrayList<>();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(8, Kind.APPEND),
                Tuple.of(3, Kind.APPEND_MANY),
                Tuple.of(2, Kind.DELETE),
                Tuple.of(2, Kind.RESTART),
                Tuple.of(2, Kind.FILL_AND_CLEAN));
        return Combinators.combine(kinds, Arbitraries.integers().between(0, 2))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(30);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void holds_what_it_has_to_hold(@ForAll("steps") List<Step> steps) throws Exception {
        Path path = Files.createTempDirectory("halley-life");
        Vertx vertx = Vertx.vertx();
        try {
            live(vertx, path, steps);
        } finally {
            vertx.close().await();
            delete(path);
        }
    }

    private static void live(Vertx vertx, Path path, List<Step> steps) throws Exception {
        TestFolder folder = new TestFolder(vertx, path);
        folder.retainEvents = RETAINED;
        folder.segmentBytes = 1_000;
        folder.slackBytes = 2_000;
        Map<Channel, Expected> all = new HashMap<>();
        OpenStore store = folder.open();
        for (Step step : steps) {
            Channel channel = new Channel("chat:" + step.channel);
            Expected expected = all.computeIfAbsent(channel, c -> new Expected());
            switch (step.kind) {
                case APPEND -> append(store, channel, expected, 1);
                case APPEND_MANY -> append(store, channel, expected, RETAINED + 2);
                case DELETE -> deleteChannel(store, channel, expected);
                case RESTART -> {
                    store.close();
                    store = folder.open();
                }
                case FILL_AND_CLEAN -> fillAndClean(store, folder);
            }
            for (Map.Entry<Channel, Expected> entry : all.entrySet()) {
                check(store, entry.getKey(), entry.getValue());
            }
        }
        store.close();
    }

    private static void append(OpenStore store, Channel channel, Expected expected, int count) {
        for (int i = 0; i < count; i++) {
            long before = store.read(channel, Position.NOW).head().offset();
            String text = "" + (before + 1);
            EventId id = store.append(channel, text);
            assertThat(id.offset()).isEqualTo(before + 1);
            expected.texts.add(text);
            expected.ids.add(id);
        }
    }

    private static void deleteChannel(OpenStore store, Channel channel, Expected expected) {
        assertThat(store.delete(channel)).isEqualTo(!expected.ids.isEmpty());
        expected.deleted.addAll(expected.ids);
        expected.texts.clear();
        expected.ids.clear();
    }

    private static void fillAndClean(OpenStore store, TestFolder folder) throws Exception {
        Channel other = new Channel("public:other");
        String first = folder.segments().get(0);
        for (int i = 0; i < 50; i++) {
            store.append(other, "\"" + "x".repeat(100) + "\"");
        }
        folder.eventually(() -> !folder.segments().get(0).equals(first));
    }

    private static void check(OpenStore store, Channel channel, Expected expected) {
        int size = expected.ids.size();
        int from = Math.max(0, size - RETAINED);
        List<Event> events = store.readAll(channel);
        assertThat(OpenStore.texts(events)).isEqualTo(expected.texts.subList(from, size));
        assertThat(events).extracting(Event::id).isEqualTo(expected.ids.subList(from, size));
        for (int i = 0; i < size; i++) {
            Backlog backlog = store.read(channel, expected.ids.get(i));
            assertThat(backlog.gap() == null)
                    .as("%s covered", expected.ids.get(i))
                    .isEqualTo(i + 1 >= from);
            if (backlog.gap() == null) {
                assertThat(backlog.events()).isEqualTo(events.subList(i + 1 - from, events.size()));
            }
        }
        for (EventId id : expected.deleted) {
            assertThat(requireNonNull(store.read(channel, id).gap()).channel()).isEqualTo(channel);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
