package io.halley.store.embedded;

import static io.halley.store.OpenStore.draft;
import static io.halley.store.OpenStore.keyed;
import static io.halley.store.embedded.TestFolder.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.AppendOutcome.Appended;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.store.OpenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A disk that takes nothing: said at once, nothing half done, reading goes on, and no restart is needed. */
final class DiskFailureTest extends FolderTest {

    @Test
    void a_full_disk_is_announced_and_over_without_a_restart_when_there_is_room() throws Exception {
        OpenStore store = folder.open();
        store.append(LOBBY, "1");
        store.follow(LOBBY);
        disk.full = true;
        assertThatThrownBy(() -> store.append(draft(LOBBY, "2"), draft(LOBBY, "3")))
                .isInstanceOf(StoreException.class)
                .hasMessage("the disk is full");
        assertThat(folder.health.problems()).containsEntry("store", "the disk is full");
        assertThatThrownBy(() -> store.append(LOBBY, "4")).hasMessage("the disk is full");
        assertThatThrownBy(() -> store.delete(LOBBY)).hasMessage("the disk is full");
        assertThatThrownBy(() -> store.signIn("alice")).hasMessage("the disk is full");
        assertThat(store.texts(LOBBY)).containsExactly("1");
        disk.full = false;
        works(store);
        assertThat(store.notices).hasSize(1);
        assertThat(folder.meters.get("halley_store_failed_appends").counter().count())
                .isEqualTo(2);
    }

    @Test
    void a_folder_that_is_taken_away_is_missed_at_once_and_found_again() throws Exception {
        OpenStore store = folder.open();
        store.append(LOBBY, "1");
        Path data = temporary.resolve("data");
        Path away = Files.move(data, temporary.resolve("away"));
        assertThatThrownBy(() -> store.append(LOBBY, "2"))
                .isInstanceOf(StoreException.class)
                .hasMessage("the data folder is gone");
        assertThat(folder.health.problems()).containsKey("store");
        Files.move(away, data);
        folder.eventually(() -> folder.health.problems().isEmpty());
        EventId next = store.append(LOBBY, "3");
        assertThat(next.offset()).isEqualTo(2);
        assertThat(store.texts(LOBBY)).containsExactly("1", "3");
    }

    @Test
    void what_could_not_be_forced_never_counts() throws Exception {
        OpenStore store = folder.open();
        store.append(LOBBY, "1");
        disk.failsToForce = true;
        assertThatThrownBy(() -> store.append(keyed(LOBBY, "2", "p", "k"))).hasMessage("Input/output error");
        assertThat(store.texts(LOBBY)).containsExactly("1");
        folder.eventually(() -> folder.health.problems().containsKey("store"));
        disk.failsToForce = false;
        works(store);
        OpenStore again = folder.open();
        Appended first = (Appended) again.append(keyed(LOBBY, "2", "p", "k")).get(0);
        assertThat(first.replayed()).isFalse();
        again.close();
    }

    @Test
    void nothing_is_appended_before_what_failed_is_cut_off() throws Exception {
        OpenStore store = folder.open();
        store.append(LOBBY, "1");
        disk.full = true;
        disk.failsToTruncate = true;
        assertThatThrownBy(() -> store.append(LOBBY, "2")).hasMessage("the disk is full");
        disk.full = false;
        folder.eventually(
                () -> "Input/output error".equals(folder.health.problems().get("store")));
        assertThatThrownBy(() -> store.append(LOBBY, "3")).isInstanceOf(StoreException.class);
        disk.failsToTruncate = false;
        works(store);
    }

    @Test
    void closes_while_the_disk_is_full_and_what_was_answered_is_there_afterwards() {
        OpenStore store = folder.open();
        EventId first = store.append(LOBBY, "1");
        disk.full = true;
        assertThatThrownBy(() -> store.append(LOBBY, "2")).isInstanceOf(StoreException.class);
        store.close();
        disk.full = false;
        OpenStore again = folder.open();
        assertThat(again.readAll(LOBBY)).extracting(Event::id).containsExactly(first);
        again.close();
    }

    /** The real thing, where this user may mount a small disk; the other tests say what a full disk does anywhere. */
    @Test
    @EnabledIf("canMount")
    void a_disk_that_is_really_full_is_survived_with_keys_and_users() throws Exception {
        Path mount = Files.createDirectory(temporary.resolve("small"));
        run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", mount.toString());
        try {
            folder = new TestFolder(vertx, mount.resolve("data"));
            OpenStore store = folder.open();
            store.signIn("alice");
            List<EventId> answered = fill(store);
            assertThat(folder.health.problems()).containsEntry("store", "the disk is full");
            assertThat(store.readAll(LOBBY)).extracting(Event::id).isEqualTo(answered);
            run("mount", "-o", "remount,size=9m", mount.toString());
            folder.eventually(() -> folder.health.problems().isEmpty());
            store.signIn("bob");
            answered.add(store.append(LOBBY, "1"));
            assertThat(((Appended) store.append(keyed(LOBBY, text(0), "p", "0")).get(0)).id())
                    .isEqualTo(answered.get(0));
            store.close();
            OpenStore again = folder.open();
            assertThat(again.readAll(LOBBY)).extracting(Event::id).isEqualTo(answered);
            assertThat(again.user("alice")).isPresent();
            assertThat(again.user("bob")).isPresent();
            again.close();
        } finally {
            // also while a failed test has files open there
            run("umount", "-l", mount.toString());
        }
    }

    static boolean canMount() throws IOException, InterruptedException {
        Path mount = Files.createTempDirectory("halley-mount");
        try {
            return exitOf("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount.toString()) == 0
                    && exitOf("umount", mount.toString()) == 0;
        } finally {
            Files.delete(mount);
        }
    }

    private static List<EventId> fill(OpenStore store) {
        List<EventId> answered = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        answered.add(((Appended) store.append(keyed(LOBBY, text(i), "p", "" + i))
                                        .get(0))
                                .id());
                    }
                })
                .hasMessage("the disk is full");
        return answered;
    }

    private static String text(int i) {
        return "\"" + i + "x".repeat(10_000) + "\"";
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(exitOf(command)).as(String.join(" ", command)).isZero();
    }

    private static int exitOf(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    /** The store, with one event, gets green, goes on where it was, and holds the same after a restart. */
    private void works(OpenStore store) throws Exception {
        folder.eventually(() -> folder.health.problems().isEmpty());
        assertThat(store.append(LOBBY, "5").offset()).isEqualTo(2);
        store.signIn("alice");
        assertThat(store.texts(LOBBY)).containsExactly("1", "5");
        store.close();
        OpenStore again = folder.open();
        assertThat(again.texts(LOBBY)).containsExactly("1", "5");
        assertThat(again.user("alice")).isPresent();
        again.close();
    }
}
