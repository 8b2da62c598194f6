package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.Await;
import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every transport promises of its events, on its wire. */
@Timeout(60)
class TransportContractTest {

    private static final int CUTS = 25;

    @AutoClose
    private static final RunningHalley halley = new RunningHalley();

    @ParameterizedTest
    @EnumSource
    void the_backlog_and_then_what_comes_without_a_hole_or_a_double(Transport transport) throws Exception {
        List<String> channels = channels(transport, "live");
        publish(channels, 0, 20);
        CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> {
            for (int i = 20; i < 40; i++) {
                publish(channels, i, i + 1);
            }
        });
        Seen seen = new Seen(channels);
        try (TransportClient client = transport.open(halley.gateway(), seen.query() + "&cursor=start")) {
            List<String> own = transport.isStream() ? List.of("$open", "$caught-up") : List.of();
            // all may have been published before it had read the backlog
            while (!seen.counts().equals(List.of(40, 40)) || !seen.own().containsAll(own)) {
                seen.take(Objects.requireNonNull(client.next(), "the stream has ended"));
            }
            publishing.get(10, TimeUnit.SECONDS);
            assertThat(seen.own()).isEqualTo(own);
            publish(channels, 40, 41);
            while (!seen.counts().equals(List.of(41, 41))) {
                seen.take(Objects.requireNonNull(client.next(), "the stream has ended"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void one_goes_on_from_every_cursor_that_it_was_given(Transport transport) throws Exception {
        List<String> channels = channels(transport, "given");
        publish(channels, 0, 4);
        Seen seen = new Seen(channels);
        try (TransportClient client = transport.open(halley.gateway(), seen.query() + "&cursor=start")) {
            client.replay().forEach(seen::take);
            publish(channels, 4, 6);
            while (!seen.counts().equals(List.of(6, 6))) {
                seen.take(Objects.requireNonNull(client.next(), "the stream has ended"));
            }
        }
        assertThat(seen.given()).isNotEmpty();
        for (String cursor : seen.given()) {
            Seen rest = seen.at(cursor);
            try (TransportClient client = transport.open(halley.gateway(), rest.query() + "&cursor=" + cursor)) {
                client.replay().forEach(rest::take);
            }
            assertThat(rest.counts()).as(cursor).isEqualTo(List.of(6, 6));
        }
    }

    /** Cut off after any byte, of a chunk's head or within an escape, it goes on from the last whole event. */
    @ParameterizedTest
    @EnumSource
    void cut_off_at_any_byte_it_loses_nothing_and_leaves_nothing_behind(Transport transport) throws Exception {
        List<String> channels = channels(transport, "cut");
        publish(channels, 0, 12);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long bytes;
        try (RawConnection whole = new RawConnection(halley.gateway())) {
            replay(transport, whole, new Seen(channels));
            bytes = whole.bytesRead();
        }
        for (int cut = 0; cut < CUTS; cut++) {
            Seen seen = new Seen(channels);
            long at = cut == 0 ? bytes - 1 : random.nextLong(bytes);
            try (RawConnection connection = new RawConnection(halley.gateway()).cutAfter(at)) {
                replay(transport, connection, seen);
            } catch (EOFException e) {
                assertThat(at).as("the seed was " + seed).isLessThan(bytes);
            }
            try (RawConnection connection = new RawConnection(halley.gateway())) {
                replay(transport, connection, seen);
            }
            assertThat(seen.counts()).as(at + " of seed " + seed).isEqualTo(List.of(12, 12));
        }
        Await.subscribers(halley, channels.get(0), 0);
        Await.subscribers(halley, channels.get(1), 0);
    }

    private static void replay(Transport transport, RawConnection connection, Seen seen) throws IOException {
        TransportClient client =
                transport.over(connection, seen.query() + "&limit=5&client=page&cursor=" + seen.cursor());
        boolean poll = !transport.isStream();
        while (!seen.counts().equals(List.of(12, 12)) || (!poll && !seen.own().contains("$caught-up"))) {
            seen.take(Objects.requireNonNull(client.next(), "the stream has ended"));
        }
    }

    /** What one write brings is far more than any of its connections lives to see. */
    @ParameterizedTest
    @EnumSource
    void one_that_is_cut_off_again_and_again_gets_on_each_time(Transport transport) throws Exception {
        List<String> channels = channels(transport, "short");
        String large = ",\"" + "x".repeat(3000) + "\"]";
        for (int i = 0; i < 40; i++) {
            for (String channel : channels) {
                halley.publish(channel, "[" + i + large);
            }
        }
        Seen seen = new Seen(channels);
        while (!seen.counts().equals(List.of(40, 40))) {
            List<Integer> before = seen.counts();
            try (RawConnection connection = new RawConnection(halley.gateway()).cutAfter(40 * 1024);
                    TransportClient client =
                            transport.over(connection, seen.query() + "&limit=5&cursor=" + seen.cursor())) {
                while (!seen.counts().equals(List.of(40, 40))) {
                    seen.take(Objects.requireNonNull(client.next(), "the stream has ended"));
                }
            } catch (EOFException e) {
                assertThat(seen.counts()).isNotEqualTo(before);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_gap_is_said_of_its_channel_and_reading_goes_on(Transport transport) throws Exception {
        List<String> channels = channels(transport, "gap");
        publish(channels, 0, 3);
        Seen seen = new Seen(channels);
        List<String> gaps = new ArrayList<>();
        try (TransportClient client = transport.open(halley.gateway(), seen.query() + "&cursor=zzzzzzzz.7,0.0")) {
            for (TransportClient.Said said : client.replay()) {
                seen.take(said);
                if (said.isOfType("$gap")) {
                    gaps.add(Objects.requireNonNull(said.event()));
                }
            }
        }
        assertThat(seen.counts()).isEqualTo(List.of(3, 3));
        assertThat(gaps).hasSize(1);
        JsonObject gap = new JsonObject(gaps.get(0)).getJsonObject("data");
        assertThat(gap.getString("channel")).isEqualTo(channels.get(0));
        assertThat(gap.getString("requested")).isEqualTo("zzzzzzzz.7");
        Seen again = new Seen(channels);
        try (TransportClient client =
                transport.open(halley.gateway(), again.query() + "&cursor=" + gap.getString("cursor"))) {
            client.replay().forEach(said -> assertThat(said.isOfType("$gap")).isFalse());
        }
    }

    /** What an attacker, or a careless format, would end a line, an event, a string, a script or an answer with. */
    @ParameterizedTest
    @EnumSource
    void hostile_data_comes_as_it_was_published(Transport transport) throws Exception {
        String channel = channels(transport, "hostile").get(0);
        List<String> data = List.of(
                "\"</script><script>alert(1)</script><!-- --> ]]> <!--<script> -->\"",
                "\"' \\\" \\\\ \\\\' \\\\u0027 \\u0027 '));alert(1);//\"",
                "\"\u2028\u2029 \\u2028\\u2029 \u007f \u0085 \uD83D\uDE80 \\ud800\"",
                "\"\\u0000\\u0001\\r\\n\\n\\nid: 0.0\\n\\ndata: x\\r\\r\"",
                "{\"__proto__\":1,\"__proto__\":{\"\\r\\n\":\"\\r\\n\"},\"\":[[],{},\"]\",\"\\\\\"]}",
                "1.10",
                "1E400",
                "-0.0",
                "null",
                "\"" + "</script>'\u2028\\\\\\u0000é".repeat(2800) + "\"");
        assertThat(data.get(9).getBytes(StandardCharsets.UTF_8)).hasSizeBetween(64_000, 65_536);
        data.forEach(value -> halley.publish(channel, value));
        List<String> seen = new ArrayList<>();
        try (TransportClient client = transport.open(halley.gateway(), "channel=" + channel + "&cursor=start")) {
            for (TransportClient.Said said : client.replay()) {
                if (said.event() != null && said.event().startsWith("{\"channel\":\"" + channel)) {
                    seen.add(said.event().replaceFirst("^.*?,\"data\":", ""));
                }
            }
        }
        assertThat(seen).isEqualTo(data.stream().map(value -> value + "}").toList());
    }

    private static List<String> channels(Transport transport, String name) {
        String channel = "public:" + name + "-" + transport.parameter();
        return List.of(channel + "-1", channel + "-2");
    }

    /** To each channel in turn; the data is the event's number, and something of any length. */
    private static void publish(List<String> channels, int from, int to) {
        JsonArray entries = new JsonArray();
        for (int i = from; i < to; i++) {
            JsonArray data = new JsonArray().add(i).add("é<'\\\u2028".repeat(i * i % 37));
            channels.forEach(channel ->
                    entries.add(new JsonObject().put("channel", channel).put("data", data)));
        }
        assertThat(halley.postAsBackEnd("/v1/batch", entries.encode()).body()).doesNotContain("urn:problem-type");
    }
}
