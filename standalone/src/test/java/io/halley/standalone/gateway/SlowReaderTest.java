package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.Await;
import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SlowReaderTest {

    private static final int A_CALL = 16;
    private static final int EVENTS = 1_600;
    private static final String DATA = "x".repeat(65_000);
    private static final String ENTRY = "{\"channel\":\"public:flood\",\"data\":\"" + DATA + "\"}";

    /** What may lie in the buffers of both kernels and of one connection; far less than the 100 MB that went by. */
    private static final int MOST_ON_THE_WAY = 400;

    /**
     * What a server had queued for those who do not read would come once they read. But there is a gap instead: the
     * events went by in the log, and those that are not retained are nowhere.
     */
    @Test
    void nothing_is_queued_for_those_who_do_not_read_while_100_MB_go_by() throws Exception {
        Map<Transport, TransportClient> slow = new EnumMap<>(Transport.class);
        try (RunningHalley halley = new RunningHalley();
                SseStream fast = SseStream.open(halley.gateway(), "channel=public:flood&cursor=0.0")) {
            fast.replay();
            for (Transport transport : Transport.values()) {
                if (transport.isStream()) {
                    slow.put(transport, slow(halley, transport, "0.0"));
                }
            }
            for (TransportClient client : slow.values()) {
                client.replay();
            }
            List<String> published = new ArrayList<>();
            while (published.size() < EVENTS) {
                List<String> ids = flood(halley, A_CALL);
                // the others get everything, and in time
                for (String id : ids) {
                    SseStream.Block block = fast.next();
                    assertThat(block.id()).isEqualTo(id);
                    assertThat(block.text()).hasSizeGreaterThan(DATA.length());
                }
                published.addAll(ids);
            }
            for (Map.Entry<Transport, TransportClient> reader : slow.entrySet()) {
                assertOneGap(halley, reader.getKey(), reader.getValue(), published);
            }
        } finally {
            slow.values().forEach(TransportClient::kill);
        }
    }

    private static void assertOneGap(
            RunningHalley halley, Transport transport, TransportClient slow, List<String> published)
            throws IOException {
        List<String> received = new ArrayList<>();
        List<JsonObject> gaps = new ArrayList<>();
        readUpTo(published.get(EVENTS - 1), halley, transport, slow, received, gaps);
        assertThat(gaps).as(transport.name()).hasSize(1);
        int early = published.indexOf(gaps.get(0).getString("requested")) + 1;
        int earliest = published.indexOf(gaps.get(0).getString("earliest"));
        assertThat(early).isLessThan(MOST_ON_THE_WAY);
        assertThat(EVENTS - earliest).isBetween(200, 300);
        List<String> expected = new ArrayList<>(published.subList(0, early));
        expected.addAll(published.subList(earliest, EVENTS));
        assertThat(received).isEqualTo(expected);
    }

    @Tag("long")
    @Test
    void one_who_never_reads_is_cut_off_after_about_half_a_minute() throws Exception {
        try (RunningHalley halley = new RunningHalley();
                TransportClient never = slow(halley, Transport.SSE, "0.0")) {
            never.replay();
            flood(halley, 10 * A_CALL);
            Await.subscribers(halley, "public:flood", 1);
            long start = System.nanoTime();
            Await.until("the stream is cut off", Duration.ofSeconds(45), () -> subscribers(halley) == 0);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(20));
        }
    }

    private static int subscribers(RunningHalley halley) {
        return new JsonObject(halley.getAsBackEnd("/v1/channels/public:flood").body()).getInteger("subscribers");
    }

    private static TransportClient slow(RunningHalley halley, Transport transport, String cursor) throws IOException {
        RawConnection connection = new RawConnection(halley.gateway(), 16 * 1024);
        return transport.over(connection, "channel=public:flood&cursor=" + cursor);
    }

    /** Reads what is there. A slow machine may have cut it off by now: then it comes back. */
    private static void readUpTo(
            String last,
            RunningHalley halley,
            Transport transport,
            TransportClient slow,
            List<String> ids,
            List<JsonObject> gaps)
            throws IOException {
        TransportClient client = slow;
        while (!ids.contains(last)) {
            TransportClient.Said said = nextOrCut(client);
            if (said == null) {
                client.kill();
                client = slow(halley, transport, ids.isEmpty() ? "0.0" : ids.get(ids.size() - 1));
            } else if (said.isOfType("$gap")) {
                gaps.add(new JsonObject(said.event()).getJsonObject("data"));
            } else if (said.isOfType("message")) {
                ids.add(new JsonObject(said.event()).getString("id"));
            }
        }
        client.kill();
    }

    private static TransportClient.@Nullable Said nextOrCut(TransportClient client) throws IOException {
        try {
            return client.next();
        } catch (EOFException | SocketException e) {
            return null;
        }
    }

    private static List<String> flood(RunningHalley halley, int events) {
        List<String> ids = new ArrayList<>();
        String call = "[" + (ENTRY + ",").repeat(A_CALL - 1) + ENTRY + "]";
        while (ids.size() < events) {
            HttpResponse<String> answer = halley.postAsBackEnd("/v1/batch", call);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            new JsonObject(answer.body())
                    .getJsonArray("results")
                    .forEach(result -> ids.add(((JsonObject) result).getString("id")));
        }
        return ids;
    }
}
