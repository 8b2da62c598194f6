package io.halley.store.embedded;

import static io.halley.store.OpenStore.draft;
import static io.halley.store.embedded.TestFolder.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.shared.runtime.StartException;
import io.halley.store.OpenStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in a folder that was cut off, damaged, or is not one. */
final class RecoveryTest {

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path temporary = Path.of("");

    private Path path = Path.of("");
    private TestFolder folder = new TestFolder(vertx, path);

    @BeforeEach
    void begin() {
        path = temporary.resolve("data");
        folder = new TestFolder(vertx, path);
    }

    @AfterEach
    void end() {
        vertx.close().await();
    }

    @Test
    void a_last_record_that_is_cut_off_anywhere_is_taken_away_and_nothing_else() throws Exception {
        int[] ends = appendOneByOne(3);
        byte[] whole = Files.readAllBytes(folder.segment(1));
        for (int cut = ends[1]; cut < ends[2]; cut++) {
            Files.write(folder.segment(1), Arrays.copyOf(whole, cut));
            assertThat(folder.index().range(LOBBY).head()).isEqualTo(2);
            assertThat(Files.size(folder.segment(1))).isEqualTo(ends[1]);
            // as some file systems leave it: the length is there, the bytes are not
            Files.write(folder.segment(1), Arrays.copyOf(Arrays.copyOf(whole, cut), ends[2] + 100));
            assertThat(folder.index().range(LOBBY).head()).isEqualTo(2);
        }
        OpenStore store = folder.open();
        assertThat(store.append(LOBBY, "4").offset()).isEqualTo(3);
        store.close();
        store = folder.open();
        assertThat(store.texts(LOBBY)).containsExactly("1", "2", "4");
        store.close();
    }

    @Test
    void a_flipped_bit_before_the_last_commit_is_refused_with_the_file_and_the_byte() throws Exception {
        int[] ends = appendOneByOne(3);
        byte[] whole = Files.readAllBytes(folder.segment(1));
        for (int at = ends[0]; at < ends[1]; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            Files.write(folder.segment(1), damaged);
            assertThatThrownBy(folder::index)
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining(folder.segment(1) + " is damaged at byte " + ends[0]);
            assertThat(Files.readAllBytes(folder.segment(1))).isEqualTo(damaged);
        }
        Files.write(folder.segment(1), whole);
        assertThat(folder.index().range(LOBBY).head()).isEqualTo(3);
    }

    @Test
    void a_commit_of_several_records_goes_from_the_first_that_is_damaged() throws Exception {
        OpenStore store = folder.open();
        store.append(LOBBY, "1");
        int before = (int) Files.size(folder.segment(1));
        store.append(draft(LOBBY, "2"), draft(LOBBY, "3"), draft(LOBBY, "4"));
        store.close();
        byte[] damaged = Files.readAllBytes(folder.segment(1));
        damaged[before + 40] ^= 1;
        Files.write(folder.segment(1), damaged);
        assertThat(folder.index().range(LOBBY).head()).isEqualTo(1);
        assertThat(Files.size(folder.segment(1))).isEqualTo(before);
    }

    @Test
    void an_earlier_segment_that_is_cut_off_or_missing_is_refused() throws Exception {
        folder.segmentBytes = 200;
        appendOneByOne(10);
        assertThat(folder.segments()).hasSizeGreaterThan(3);
        byte[] second = Files.readAllBytes(folder.segment(2));
        Files.write(folder.segment(2), Arrays.copyOf(second, second.length - 1));
        assertThatThrownBy(folder::index).hasMessageContaining(folder.segment(2) + " is damaged at byte");
        Files.delete(folder.segment(2));
        assertThatThrownBy(folder::index).hasMessageContaining(folder.segment(2) + " is missing");
        Files.write(folder.segment(2), second);
        assertThat(folder.index().range(LOBBY).head()).isEqualTo(10);
    }

    @Test
    void a_new_segment_without_its_header_is_made_anew() throws Exception {
        appendOneByOne(2);
        Files.write(folder.segment(2), new byte[] {'h', 'a'});
        OpenStore store = folder.open();
        assertThat(store.append(LOBBY, "3").offset()).isEqualTo(3);
        store.close();
        assertThat(folder.index().range(LOBBY).head()).isEqualTo(3);
    }

    @Test
    void a_log_that_was_trimmed_is_as_it_was_or_longer_when_more_is_retained_and_shorter_when_less() throws Exception {
        folder.retainEvents = 10;
        appendOneByOne(30);
        EventId epoch = folder.index().range(LOBBY).headId();
        assertThat(folder.index().range(LOBBY).earliest()).isEqualTo(21);
        folder.retainEvents = 15;
        OpenStore store = folder.open();
        assertThat(store.texts(LOBBY)).isEqualTo(numbers(16, 30));
        assertThat(store.read(LOBBY, new EventId(epoch.epoch(), 14)).gap()).isNotNull();
        store.close();
        folder.retainEvents = 5;
        store = folder.open();
        assertThat(store.texts(LOBBY)).isEqualTo(numbers(26, 30));
        store.close();
    }

    @Test
    void a_second_opening_is_told_that_the_folder_is_in_use() {
        OpenStore store = folder.open();
        assertThatThrownBy(folder::open)
                .isInstanceOf(StartException.class)
                .hasMessage("data folder " + path + " is in use by another Halley");
        assertThat(store.append(LOBBY, "1").offset()).isEqualTo(1);
        store.close();
        folder.open().close();
    }

    @Test
    void what_is_no_data_folder_is_refused_in_one_line() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "x");
        assertRefused(file, "data folder " + file + " is not a folder");
        assertRefused(file.resolve("data"), "data folder " + file.resolve("data") + " can't be written: ");
        appendOneByOne(1);
        Files.writeString(path.resolve("format"), "halley data 2\n");
        assertRefused(path, "has the format \"halley data 2\" (expected: \"halley data 1\"");
        Files.delete(path.resolve("format"));
        assertRefused(path, "has the format \"\"");
        Files.writeString(path.resolve("format"), "halley data 1\n");
        Files.writeString(folder.segment(1), "something else");
        assertRefused(path, folder.segment(1) + " is damaged at byte 0");
        Files.delete(folder.segment(1));
        Files.writeString(path.resolve("maps.mv"), "something else".repeat(1_000));
        assertRefused(path, "data folder " + path + " can't be opened: ");
    }

    @Property
    void bytes_that_are_no_record_are_none_and_never_an_error(@ForAll byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        for (int i = 0; i <= bytes.length; i++) {
            assertThat(new RecordDecoder().lengthAt(buffer, i)).isZero();
        }
    }

    private void assertRefused(Path data, String line) {
        assertThatThrownBy(() -> new TestFolder(vertx, data).open())
                .isInstanceOf(StartException.class)
                .hasMessageContaining(line)
                .hasMessageNotContaining("\n");
    }

    /** Appends numbers, each in a commit of its own; answers where the segment ended after each. */
    private int[] appendOneByOne(int count) throws IOException {
        OpenStore store = folder.open();
        int[] ends = new int[count];
        for (int i = 0; i < count; i++) {
            EventDraft draft = draft(LOBBY, "" + (i + 1));
            store.append(draft);
            ends[i] = (int) Files.size(folder.segment(1));
        }
        store.close();
        return ends;
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }
}
