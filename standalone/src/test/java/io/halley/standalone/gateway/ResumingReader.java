package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A client that is killed again and again, and comes back with the cursor that it made of the ids that it has seen. An
 * event that comes twice, or out of its order, or after a hole, fails it at once.
 */
final class ResumingReader {

    private final URI gateway;
    private final List<String> channels;
    private final boolean streams;
    private final Random random;
    private final AtomicInteger kills;
    private final Supplier<CountDownLatch> up;
    private final Map<String, List<String>> seen = new HashMap<>();

    /** Takes whether it streams or polls, where it counts its kills, and what ends when Halley is there again. */
    ResumingReader(
            URI gateway,
            List<String> channels,
            boolean streams,
            Random random,
            AtomicInteger kills,
            Supplier<CountDownLatch> up) {
        this.gateway = gateway;
        this.channels = channels;
        this.streams = streams;
        this.random = random;
        this.kills = kills;
        this.up = up;
        channels.forEach(channel -> seen.put(channel, new ArrayList<>()));
    }

    /** Reads until it was killed so many times; a connection that Halley itself ended does not count. */
    Void untilKilled(int times) throws Exception {
        for (int i = 0; i < times; ) {
            CountDownLatch there = up.get();
            try (RawConnection connection = new RawConnection(gateway)) {
                if (streams ? streamUntilKilled(connection) : pollUntilKilled(connection)) {
                    connection.kill();
                    kills.incrementAndGet();
                    i++;
                }
            } catch (ConnectException e) {
                await(there);
            } catch (EOFException | SocketException e) {
                assertThat(up.get().getCount() > 0 || up.get() != there)
                        .as("cut off though nobody restarted Halley")
                        .isTrue();
            }
        }
        return null;
    }

    /** Goes on to the newest events; answers of what was published nothing may be missing, and nothing may follow. */
    void toTheEnd(Map<String, List<String>> published) throws Exception {
        Poll poll = new Poll(List.of(), cursor(), true);
        while (poll.more()) {
            poll = poll("wait=0&cursor=" + poll.cursor());
            poll.events().forEach(this::take);
        }
        for (String channel : channels) {
            assertThat(seen.get(channel)).as(channel).isEqualTo(published.get(channel));
        }
        assertThat(poll("wait=0&cursor=" + cursor()).events()).isEmpty();
    }

    private Poll poll(String parameters) throws IOException {
        try (RawConnection connection = new RawConnection(gateway)) {
            connection.get("/v1/events?" + query() + "&" + parameters);
            return Poll.of(connection.readAnswer().body());
        }
    }

    /** Answers whether its time had come, and not the server's. */
    private boolean streamUntilKilled(RawConnection connection) throws IOException {
        SseStream stream = random.nextBoolean()
                ? new SseStream(connection, "/v1/events?" + query(), "Last-Event-ID", cursor())
                : new SseStream(connection, "/v1/events?" + query() + "&cursor=" + cursor());
        for (int events = random.nextInt(4); events > 0; ) {
            SseStream.Block block = stream.nextOrEnd();
            if (block == null || block.type().equals("$drain")) {
                return false;
            }
            assertThat(block.type()).isNotEqualTo("$gap");
            if (block.data() != null && !block.type().startsWith("$")) {
                take(block.json());
                events--;
            }
            if (block.id() != null) {
                assertThat(offsets(block.id())).isEqualTo(offsets(cursor()));
            }
        }
        return true;
    }

    /** Kept-alive polls, up to one that is broken off before, within, or after its answer. */
    private boolean pollUntilKilled(RawConnection connection) throws IOException {
        for (int polls = random.nextInt(4); polls > 0; polls--) {
            pollOnce(connection);
            RawConnection.Answer answer = connection.readAnswer();
            if (answer.status() == 503) {
                return false;
            }
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            Poll poll = Poll.of(answer.body());
            poll.events().forEach(this::take);
            assertThat(offsets(poll.cursor())).isEqualTo(offsets(cursor()));
        }
        pollOnce(connection);
        if (random.nextBoolean()) {
            connection.readHead();
        }
        return true;
    }

    private void pollOnce(RawConnection connection) throws IOException {
        String target = "/v1/events?wait=5&limit=" + (1 + random.nextInt(50)) + "&" + query();
        if (random.nextBoolean()) {
            connection.get(target, "If-None-Match", "\"" + cursor() + "\"");
        } else {
            connection.get(target + "&cursor=" + cursor());
        }
    }

    private void take(JsonObject event) {
        assertThat(event.getString("type")).isEqualTo("message");
        List<String> ids = seen.getOrDefault(event.getString("channel"), List.of());
        assertThat(event.getInteger("data")).as("the next event of " + channels).isEqualTo(ids.size());
        ids.add(event.getString("id"));
    }

    private String query() {
        return channels.stream().map(channel -> "channel=" + channel).collect(Collectors.joining("&"));
    }

    /** As a client may make it: the last id of each channel, in the order of the request. */
    private String cursor() {
        return channels.stream()
                .map(channel -> seen.getOrDefault(channel, List.of()))
                .map(ids -> ids.isEmpty() ? "0.0" : ids.get(ids.size() - 1))
                .collect(Collectors.joining(","));
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
