package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonObject;
import java.io.EOFException;
import java.net.SocketException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Whatever comes in: never a 5xx, never a word of the inside, and the gateway goes on. */
class RandomInputTest {

    private static @Nullable RunningHalley running;
    private static String cookie = "";

    @BeforeContainer
    static void start() {
        running = new RunningHalley();
        cookie = running.signIn("1");
    }

    @AfterContainer
    static void stop() {
        RunningHalley halley = halley();
        String channels = halley.getAsBackEnd("/v1/channels").body();
        halley.close();
        assertThat(new JsonObject(channels).getJsonArray("channels"))
                .as("stored, but that somebody came")
                .allSatisfy(channel ->
                        assertThat(((JsonObject) channel).getString("channel")).isEqualTo("presence"));
    }

    @Property(tries = 300)
    void any_query(@ForAll("queries") String query) throws Exception {
        try (RawConnection connection = new RawConnection(halley().gateway())) {
            connection.get("/v1/events?wait=0&" + query, "Cookie", cookie);
            RawConnection.Answer answer = connection.readAnswer();
            assertThat(answer.status()).as(answer.body()).isIn(200, 400, 401, 403);
            assertThat(answer.body()).doesNotContain("Exception", "io.halley", "io.vertx");
        }
    }

    @Property(tries = 200)
    void any_last_event_id_is_a_stream_or_an_answer(@ForAll("latin1") String rest) throws Exception {
        String id = "x" + rest;
        for (String accept : List.of("text/event-stream", "application/json")) {
            try (RawConnection connection = new RawConnection(halley().gateway())) {
                connection.get("/v1/events?channel=public:a&wait=0", "Last-Event-ID", id, "Accept", accept);
                assertThat(connection.readHead().status()).isEqualTo(200);
            }
        }
    }

    @Property(tries = 200)
    void any_body(@ForAll byte[] body, @ForAll("paths") String path) throws Exception {
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nCookie: "
                + cookie + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        try (RawConnection connection = new RawConnection(halley().gateway())) {
            connection.send(head.getBytes(StandardCharsets.US_ASCII)).send(body);
            assertThat(connection.readAnswer().status()).isEqualTo(400);
            assertThat(connection.get("/v1/session").readAnswer().status()).isEqualTo(200);
        }
    }

    @Property(tries = 300)
    void any_bytes(@ForAll("starts") String start, @ForAll byte[] rest) throws Exception {
        try (RawConnection connection = new RawConnection(halley().gateway())) {
            connection.send(start.getBytes(StandardCharsets.ISO_8859_1)).send(rest);
            // so that whatever it was has come to an end
            connection.send("\r\n\r\n HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(connection.readHead().status()).isBetween(200, 499);
        } catch (EOFException | SocketException e) {
            // closed without an answer: nobody who speaks HTTP has sent that
        }
        try (RawConnection connection = new RawConnection(halley().gateway())) {
            assertThat(connection.get("/v1/session").readAnswer().status()).isEqualTo(200);
        }
    }

    @Provide
    Arbitrary<String> starts() {
        return Arbitraries.of(
                "",
                "GET ",
                "GET /",
                "GET /v1/events?",
                "GET / HTTP/1.1\r\n",
                "GET / HTTP/1.1\r\nCookie: halley_1=",
                "POST /v1/session HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET /v1/events?channel=public:a&wait=0 HTTP/1.1\r\nLast-Event-ID: ");
    }

    /** What may stand in a header. */
    @Provide
    Arbitrary<String> latin1() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('\u00a0', '\u00ff')
                .ofMaxLength(60);
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("/v1/session", "/v1/channels/chat:random/events");
    }

    @Provide
    Arbitrary<String> queries() {
        Arbitrary<String> names =
                Arbitraries.of("channel", "cursor", "lastEventId", "wait", "limit", "client", "user", "transport", "x");
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of(
                        "public:a", "user:1", "clock", "now", "start", "last:2", "0.0", "0.0,now", "1", "%", "%zz"),
                Arbitraries.strings().ofMaxLength(20).map(text -> URLEncoder.encode(text, StandardCharsets.UTF_8)),
                Arbitraries.strings().withCharRange('!', '~').excludeChars('#').ofMaxLength(20));
        return Combinators.combine(names, values)
                .as((name, value) -> name + "=" + value)
                .list()
                .ofMaxSize(5)
                .map(parameters -> "channel=public:z&" + String.join("&", parameters));
    }

    private static RunningHalley halley() {
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }
}
