package io.halley.store.embedded;

import static io.halley.store.OpenStore.draft;
import static io.halley.store.OpenStore.keyed;
import static io.halley.store.embedded.TestFolder.LOBBY;
import static io.halley.store.embedded.TestFolder.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.AppendOutcome.Appended;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.store.OpenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The disk does not fill up with what nobody retains, and nothing that is retained gets lost on the way. */
final class CleanerTest extends FolderTest {

    private static final Channel DELETED = new Channel("chat:deleted");

    @BeforeEach
    void makeSmall() {
        folder.segmentBytes = 2_000;
        folder.slackBytes = 8_000;
        folder.retainEvents = 20;
    }

    @Test
    void segments_with_nothing_retained_go() throws Exception {
        OpenStore store = folder.open();
        append(store, OTHER, 300);
        folder.eventually(() -> folder.segments().size() <= 3);
        List<Event> before = store.readAll(OTHER);
        assertThat(before).hasSize(20);
        store.close();
        OpenStore again = folder.open();
        assertThat(again.readAll(OTHER)).isEqualTo(before);
        again.close();
    }

    @Test
    void a_quiet_channel_does_not_keep_the_disk_full_and_loses_nothing() throws Exception {
        OpenStore store = folder.open();
        store.append(draft(LOBBY, "1"), draft(LOBBY, "2"), draft(LOBBY, "3"));
        EventId trace = deletedChannel(store);
        List<Event> quiet = store.readAll(LOBBY);
        append(store, OTHER, 500);
        folder.eventually(() -> !Files.exists(folder.segment(3)) && size() < 16_000);
        assertThat(store.readAll(LOBBY)).isEqualTo(quiet);
        assertThat(store.read(DELETED, Position.NOW).head()).isEqualTo(trace);
        assertThat(store.append(LOBBY, "4").offset()).isEqualTo(4);
        assertThat(store.readAll(OTHER)).hasSize(20);
        store.close();
        OpenStore again = folder.open();
        assertThat(again.texts(LOBBY)).containsExactly("1", "2", "3", "4");
        assertThat(again.read(DELETED, Position.NOW).head()).isEqualTo(trace);
        again.close();
    }

    @Test
    void a_log_of_several_epochs_that_began_with_a_deletion_is_whole_when_its_first_records_come_last()
            throws Exception {
        OpenStore store = folder.open();
        deletedChannel(store);
        store.append(DELETED, "2");
        store.close();
        OpenStore second = folder.open();
        second.append(DELETED, "3");
        append(second, OTHER, 12);
        second.append(DELETED, "4");
        List<Event> before = second.readAll(DELETED);
        assertThat(OpenStore.texts(before)).containsExactly("2", "3", "4");
        int last = folder.segments().size();
        append(second, OTHER, 60);
        folder.eventually(() -> !Files.exists(folder.segment(1)));
        assertThat(Files.exists(folder.segment(last))).isTrue();
        second.close();
        OpenStore third = folder.open();
        assertThat(third.readAll(DELETED)).isEqualTo(before);
        folder.eventually(() -> folder.segments().size() < 10);
        third.close();
        OpenStore fourth = folder.open();
        assertThat(fourth.readAll(DELETED)).isEqualTo(before);
        fourth.close();
    }

    @Test
    void a_crash_between_copying_and_deleting_leaves_everything_once() throws Exception {
        disk.keeps = true;
        OpenStore store = folder.open();
        store.append(draft(LOBBY, "1"), draft(LOBBY, "2"), draft(LOBBY, "3"));
        EventId trace = deletedChannel(store);
        append(store, OTHER, 200);
        folder.eventually(() -> disk.kept);
        List<Event> quiet = store.readAll(LOBBY);
        store.close();
        disk.keeps = false;
        OpenStore again = folder.open();
        assertThat(again.readAll(LOBBY)).isEqualTo(quiet);
        assertThat(again.read(DELETED, Position.NOW).head()).isEqualTo(trace);
        assertThat(again.append(LOBBY, "4").offset()).isEqualTo(4);
        assertThat(again.append(DELETED, "2").offset()).isEqualTo(2);
        folder.eventually(() -> !Files.exists(folder.segment(1)));
        again.close();
        OpenStore last = folder.open();
        assertThat(last.texts(LOBBY)).containsExactly("1", "2", "3", "4");
        assertThat(last.texts(DELETED)).containsExactly("2");
        last.close();
    }

    @Test
    void reading_goes_on_while_segments_go() throws Exception {
        OpenStore store = folder.open();
        append(store, OTHER, 20);
        for (int i = 0; i < 200; i++) {
            append(store, OTHER, 5);
            assertThat(store.readAll(OTHER)).hasSize(20);
        }
        folder.eventually(() -> folder.segments().size() <= 3);
        store.close();
    }

    @Test
    void a_channel_goes_with_its_last_event_when_that_is_too_old_and_begins_anew_after_that() throws Exception {
        OpenStore store = folder.open();
        EventId first = store.append(LOBBY, "1");
        deletedChannel(store);
        folder.clock.addAndGet(Duration.ofDays(4).toMillis());
        store.append(OTHER, "1");
        folder.clock.addAndGet(Duration.ofDays(4).toMillis());
        folder.eventually(() -> store.describe(LOBBY).isEmpty());
        assertThat(store.read(LOBBY, first).gap()).isNotNull();
        assertThat(store.read(DELETED, Position.NOW).head()).isEqualTo(EventId.NONE);
        assertThat(store.texts(OTHER)).containsExactly("1");
        EventId anew = store.append(LOBBY, "2");
        assertThat(anew.offset()).isEqualTo(1);
        assertThat(anew.epoch()).isNotEqualTo(first.epoch());
        store.close();
        folder.clock.addAndGet(-Duration.ofDays(3).toMillis());
        OpenStore again = folder.open();
        assertThat(again.texts(LOBBY)).containsExactly("2");
        assertThat(again.read(LOBBY, first).gap()).isNotNull();
        again.close();
    }

    @Test
    void keys_outlive_the_records_that_they_came_with_for_24_hours() throws Exception {
        OpenStore store = folder.open();
        Appended first = (Appended) store.append(keyed(LOBBY, "1", "p", "k")).get(0);
        append(store, LOBBY, 100);
        folder.eventually(() -> !Files.exists(folder.segment(1)));
        store.close();
        OpenStore again = folder.open();
        folder.clock.addAndGet(Duration.ofHours(24).toMillis());
        assertThat(again.append(keyed(LOBBY, "1", "p", "k")))
                .containsExactly(new Appended(first.id(), first.time(), true));
        folder.clock.addAndGet(1);
        assertThat(((Appended) again.append(keyed(LOBBY, "1", "p", "k")).get(0)).replayed())
                .isFalse();
        again.close();
    }

    @Test
    void of_too_many_keys_the_oldest_are_forgotten_and_counted() {
        folder.mostKeys = 10;
        OpenStore store = folder.open();
        for (int i = 0; i < 15; i++) {
            store.append(keyed(LOBBY, "1", "p", "k" + i));
        }
        assertThat(((Appended) store.append(keyed(LOBBY, "1", "p", "k14")).get(0)).replayed())
                .isTrue();
        assertThat(((Appended) store.append(keyed(LOBBY, "1", "p", "k0")).get(0)).replayed())
                .isFalse();
        assertThat(folder.meters.get("halley_store_forgotten_keys").gauge().value())
                .isBetween(5.0, 6.0);
        store.close();
    }

    private EventId deletedChannel(OpenStore store) {
        store.append(DELETED, "1");
        store.delete(DELETED);
        return store.read(DELETED, Position.NOW).head();
    }

    private static void append(OpenStore store, Channel channel, int count) {
        for (int i = 0; i < count; i++) {
            store.append(channel, "\"" + "x".repeat(100) + "\"");
        }
    }

    /** What the segments take; one that the store is deleting right now counts for nothing. */
    private long size() throws IOException {
        return folder.segments().stream()
                .mapToLong(name -> folder.segment(Integer.parseInt(name.substring(0, 10)))
                        .toFile()
                        .length())
                .sum();
    }
}
