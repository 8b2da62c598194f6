package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A client that is cut off again and again, after any byte, and comes back with the cursor that it made of the ids that it
 * has seen. An event that comes twice, or out of its order, or after a hole, fails it at once.
 */
final class ResumingReader {

    private final URI gateway;
    private final List<String> channels;
    private final Transport transport;
    private final Random random;
    private final AtomicInteger kills;
    private final Supplier<CountDownLatch> up;
    private final Seen seen;

    /** Takes where it counts its kills, and what ends when Halley is there again. */
    ResumingReader(
            URI gateway,
            List<String> channels,
            Transport transport,
            Random random,
            AtomicInteger kills,
            Supplier<CountDownLatch> up) {
        this.gateway = gateway;
        this.channels = channels;
        this.transport = transport;
        this.random = random;
        this.kills = kills;
        this.up = up;
        this.seen = new Seen(channels);
    }

    /** Reads until it was cut off so many times; a connection that Halley itself ended does not count. */
    Void untilKilled(int times) throws Exception {
        for (int i = 0; i < times; ) {
            CountDownLatch there = up.get();
            boolean restarting = there.getCount() > 0;
            try (RawConnection connection = new RawConnection(gateway)) {
                if (readUntilCut(connection)) {
                    kills.incrementAndGet();
                    i++;
                }
            } catch (ConnectException e) {
                await(there);
            } catch (EOFException | SocketException e) {
                // it may be there again by now
                assertThat(restarting || up.get() != there)
                        .as("cut off though nobody restarted Halley")
                        .isTrue();
            }
        }
        return null;
    }

    /** Goes on to the newest events; of what was published nothing may be missing, and nothing may follow. */
    void toTheEnd(Map<String, List<String>> published) throws Exception {
        try (RawConnection connection = new RawConnection(gateway)) {
            transport.over(connection, query()).replay().forEach(this::take);
        }
        for (String channel : channels) {
            List<String> ids = published.getOrDefault(channel, List.of());
            assertThat(seen.count(channel)).as(channel).isEqualTo(ids.size());
            assertThat(seen.cursor()).contains(ids.get(ids.size() - 1));
        }
    }

    /** Answers whether its time had come, and not the server's. */
    private boolean readUntilCut(RawConnection connection) throws IOException {
        // the head, and the first KiB of a frame that say nothing, are cut like all else
        connection.cutAfter(random.nextInt(transport == Transport.IFRAME ? 4_000 : 1_500));
        TransportClient client = random.nextBoolean()
                ? transport.over(connection, query())
                : transport.over(connection, seen.query() + "&limit=7", "Last-Event-ID", seen.cursor());
        try {
            for (TransportClient.Said said = client.next(); said != null; said = client.next()) {
                take(said);
            }
            return false;
        } catch (EOFException e) {
            if (connection.wasCut()) {
                return true;
            }
            throw e;
        }
    }

    private void take(TransportClient.Said said) {
        assertThat(said.isOfType("$gap")).as(said.event()).isFalse();
        seen.take(said);
        if (said.cursor() != null) {
            assertThat(offsets(said.cursor())).isEqualTo(offsets(seen.cursor()));
        }
    }

    private String query() {
        return seen.query() + "&limit=" + (1 + random.nextInt(50)) + "&cursor=" + seen.cursor();
    }

    /** A restart gives a cursor the new epoch, at the same offset. */
    private static List<String> offsets(String cursor) {
        return List.of(cursor.replaceAll("[0-9a-z]+\\.", "").split(","));
    }

    private static void await(CountDownLatch there) throws InterruptedException {
        if (!there.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("Halley did not come back");
        }
    }
}
