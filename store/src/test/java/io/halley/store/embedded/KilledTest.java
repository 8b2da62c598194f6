package io.halley.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.store.OpenStore;
import io.halley.store.spi.LeaseTimes;
import io.halley.store.spi.Mark;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that appends, with SIGKILL, at random moments: no event that was answered or seen is lost or changed,
 * and none is there twice; what was answered as read is read, and who is online is what the log says of joins and leaves.
 */
final class KilledTest {

    private final Vertx vertx = Vertx.vertx();
    private final Random random = new Random();

    /** All that was ever answered or seen, by channel and id. */
    private final Map<String, String> said = new HashMap<>();
    /** The last event that was answered as read. */
    private long readUpTo;

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void end() {
        vertx.close().await();
    }

    @Test
    void loses_and_changes_nothing_when_it_is_killed() throws Exception {
        kill(6);
    }

    @Test
    @Tag("long")
    void loses_and_changes_nothing_when_it_is_killed_a_hundred_times() throws Exception {
        kill(100);
    }

    private void kill(int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            int before = said.size();
            runAndKill("r" + round, 1 + random.nextInt(4_000));
            assertThat(said.size()).isGreaterThan(before);
            checkPresenceAndMarks();
            check();
        }
    }

    /** Kills the process after so many lines, by its handle: its output stays open, and all that it said is taken in. */
    private void runAndKill(String round, int lines) throws IOException, InterruptedException {
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        folder.toString(),
                        round)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(victim.getInputStream(), StandardCharsets.US_ASCII))) {
            int count = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (++count == lines) {
                    victim.toHandle().destroyForcibly();
                }
                note(line);
            }
            assertThat(count).isGreaterThanOrEqualTo(lines);
        } finally {
            victim.destroyForcibly();
        }
        assertThat(victim.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    /** A line without its last word was cut off by the kill. */
    private void note(String line) {
        String[] words = line.split(" ");
        if (words[0].equals("M") && words.length == 4) {
            readUpTo = EventId.parse(words[2]).offset();
        } else if (words.length == 4 && words[3].endsWith("\"") && words[3].length() > 1) {
            String before = said.put(words[1] + " " + words[2], words[3]);
            assertThat(before == null ? words[3] : before).isEqualTo(words[3]);
        }
    }

    private void check() {
        OpenStore store = Victim.open(vertx, folder);
        Map<String, String> there = new HashMap<>();
        for (int number = 0; number < Victim.CHANNELS; number++) {
            Channel channel = Victim.channel(number);
            List<Event> events = store.readAll(channel);
            Set<String> texts = new HashSet<>();
            long offset = 0;
            for (Event event : events) {
                EventId id = Objects.requireNonNull(event.id());
                assertThat(id.offset()).isEqualTo(++offset);
                assertThat(texts.add(event.data().json())).as("%s once", event).isTrue();
                there.put(channel + " " + id, event.data().json());
            }
        }
        assertThat(there).containsAllEntriesOf(said);
        store.close();
    }

    /** By a clock that stands still, so that nobody leaves meanwhile. */
    private void checkPresenceAndMarks() {
        OpenStore store = ClockedStore.open(vertx, Victim.config(folder), LeaseTimes.USUAL, System::currentTimeMillis);
        Set<String> online = new TreeSet<>();
        for (Event event : store.readAll(Channel.PRESENCE)) {
            String user = event.data().json().split("\"")[3];
            boolean changed = event.type().name().equals("join") ? online.add(user) : online.remove(user);
            assertThat(changed).as("%s is news", event).isTrue();
        }
        assertThat(store.on(() -> store.users().list(true, "", null, 1_000)).items())
                .extracting(info -> info.user().value())
                .containsExactlyElementsOf(online);
        Mark mark = store.inbox(Victim.READER).own().mark();
        assertThat(mark.upTo()).isGreaterThanOrEqualTo(readUpTo);
        assertThat(mark.dropped()).isZero();
        store.close();
    }
}
