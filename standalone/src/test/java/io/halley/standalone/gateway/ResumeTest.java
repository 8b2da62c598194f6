package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers are killed a thousand times under load, and Halley is restarted once meanwhile: nothing is lost. */
@Timeout(120)
class ResumeTest {

    private static final int KILLS = 1_000;
    private static final int READERS = 10;
    private static final List<String> CHANNELS = List.of("public:a", "public:b", "public:c", "public:d");

    private final long seed = new Random().nextLong();
    private final AtomicInteger kills = new AtomicInteger();

    /** What a reader waits for when nobody listens: the end of the restart. */
    private volatile CountDownLatch up = new CountDownLatch(0);

    @Test
    void a_thousand_kills_and_resumes_under_load_give_every_event_once_and_in_order() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (RunningHalley halley = new RunningHalley(Map.of("HALLEY_RETAIN_EVENTS", "1000000"))) {
            Map<String, List<String>> published = new LinkedHashMap<>();
            CHANNELS.forEach(channel -> published.put(channel, new ArrayList<>()));
            CHANNELS.forEach(channel -> publish(halley, published, channel));
            List<ResumingReader> readers = new ArrayList<>();
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                ResumingReader reader = reader(halley, i);
                readers.add(reader);
                ends.add(threads.submit(() -> reader.untilKilled(KILLS / READERS)));
            }
            boolean restarted = publishSteadily(halley, published, ends);
            for (Future<?> end : ends) {
                end.get(30, TimeUnit.SECONDS);
            }
            assertThat(restarted).isTrue();
            assertThat(kills).hasValue(KILLS);
            CHANNELS.forEach(channel -> publish(halley, published, channel));
            for (ResumingReader reader : readers) {
                reader.toTheEnd(published);
            }
        } catch (Throwable failure) {
            failure.addSuppressed(new IllegalStateException("the seed was " + seed));
            throw failure;
        } finally {
            threads.shutdownNow();
        }
    }

    private ResumingReader reader(RunningHalley halley, int number) {
        Random random = new Random(seed + number);
        List<Transport> transports = List.of(Transport.values());
        Transport transport = transports.get(number % transports.size());
        int channels = number % 3 == 0 ? 1 : number % 3 + 1;
        List<String> mine = new ArrayList<>(CHANNELS);
        java.util.Collections.shuffle(mine, random);
        return new ResumingReader(halley.gateway(), mine.subList(0, channels), transport, random, kills, () -> up);
    }

    /** Until all readers are done; restarts Halley once half of the kills are. */
    private boolean publishSteadily(RunningHalley halley, Map<String, List<String>> published, List<Future<?>> ends)
            throws Exception {
        Random random = new Random(seed - 1);
        boolean restarted = false;
        while (!ends.stream().allMatch(Future::isDone)) {
            publish(halley, published, CHANNELS.get(random.nextInt(CHANNELS.size())));
            if (!restarted && kills.get() >= KILLS / 2) {
                restarted = true;
                CountDownLatch done = new CountDownLatch(1);
                up = done;
                halley.restart();
                done.countDown();
            }
        }
        return restarted;
    }

    /** The data says which event of its channel it is. */
    private static void publish(RunningHalley halley, Map<String, List<String>> published, String channel) {
        List<String> ids = published.getOrDefault(channel, List.of());
        ids.add(halley.publish(channel, Integer.toString(ids.size())).getString("id"));
    }
}
