package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.GatewayProcess;
import io.halley.publisher.PublisherProcess;
import io.halley.shared.config.Config;
import io.halley.standalone.FreePorts;
import io.halley.standalone.RunningHalley;
import io.halley.store.fixture.RedisServer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That pages which only send back the last number, or only read, get everything once. */
@Timeout(90)
class ClassicDeliveryTest {

    private static final int MANY = 300;
    private static final String CHAT = "/classic/chat?room=ties";
    private static final String KEY = "k".repeat(24);

    @TempDir
    private Path folder;

    @Test
    void each_of_many_in_one_moment_is_shown_once_also_over_a_restart() throws Exception {
        try (RunningHalley halley = new RunningHalley()) {
            halley.postAsBackEnd("/v1/batch", batch("chat:ties"));
            ClassicPage page = new ClassicPage(CHAT, halley::gateway);
            List<String> shown = page.next(MANY / 2);
            halley.restart();
            halley.publish("chat:ties", "\"last\"");
            shown.addAll(page.next(MANY / 2 + 1));
            List<String> expected = new ArrayList<>(numbers());
            expected.add("last");
            assertThat(shown).isEqualTo(expected);
            try (RawConnection nothing = new RawConnection(halley.gateway())) {
                nothing.get("/classic/novcomet?subscribed[k]=0&tries=0");
                assertThat(nothing.readAnswer().body()).isEqualTo("{\"s\":0}");
            }
        }
    }

    @Test
    void pushes_to_one_user_and_to_all_come_once_each_though_the_offsets_are_far_apart() throws Exception {
        try (RunningHalley halley = new RunningHalley()) {
            halley.postAsBackEnd("/v1/batch", batch("users"));
            ClassicPage page = new ClassicPage("/classic/push?id=1", halley::gateway);
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String to = i % 3 == 0 ? "\"all\"" : "[\"1\"]";
                halley.postAsBackEnd("/v1/push", "{\"to\":" + to + ",\"url\":\"a.example/" + i + "\"}");
                expected.add("1a.example/" + i);
            }
            assertThat(page.next(6)).isEqualTo(expected.subList(0, 6));
            halley.restart();
            assertThat(page.next(6)).isEqualTo(expected.subList(6, 12));
        }
    }

    @Test
    void messages_come_once_each_however_many_read() throws Exception {
        try (RunningHalley halley = new RunningHalley()) {
            // signs the user in
            readers(List.of(halley.gateway())).forEach(RawConnection::kill);
            halley.postAsBackEnd("/v1/batch", batch("user:classic"));
            assertThat(shown(List.of(halley.gateway(), halley.gateway(), halley.gateway(), halley.gateway())))
                    .containsExactlyInAnyOrderElementsOf(numbers());
        }
    }

    @Test
    @Tag("redis")
    void the_same_over_two_gateways() throws Exception {
        try (RedisServer redis = new RedisServer()) {
            PublisherProcess publisher = new PublisherProcess(config(redis));
            GatewayProcess one = new GatewayProcess(config(redis));
            GatewayProcess other = new GatewayProcess(config(redis));
            List<URI> both = Stream.of(one, other)
                    .map(gateway -> URI.create("http://127.0.0.1:" + gateway.port()))
                    .toList();
            try {
                publish(publisher, batch("chat:ties"));
                publish(publisher, batch("user:classic"));
                Iterator<URI> turns =
                        Stream.iterate(0, i -> 1 - i).map(both::get).iterator();
                assertThat(new ClassicPage(CHAT, turns::next).next(MANY)).isEqualTo(numbers());
                assertThat(shown(both)).containsExactlyInAnyOrderElementsOf(numbers());
            } finally {
                one.stop();
                other.stop();
                publisher.stop();
            }
        }
    }

    @Test
    void a_stop_ends_everything_properly_with_what_its_page_understands() throws Exception {
        RunningHalley halley = new RunningHalley();
        List<RawConnection> held = new ArrayList<>();
        halley.publish("chat:lobby", "1");
        for (String path : List.of(
                "chat?timestamp=9",
                "chat?timestamp=9&room=empty",
                "push?id=1&timestamp=77",
                "novcomet?subscribed[k]=5",
                "clock",
                "count",
                "messages")) {
            held.add(new RawConnection(halley.gateway()).get("/classic/" + path));
        }
        RawConnection old = new RawConnection(halley.gateway());
        old.send("GET /classic/chat?room=empty&timestamp=12 HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        RawConnection quiet = new RawConnection(halley.gateway()).get("/classic/chat?room=quiet&timestamp=0");
        held.remove(0).readAnswer();
        halley.postAsBackEnd("/v1/channels/chat:empty/events", "{\"data\":\"seen\"}");
        assertThat(held.remove(0).readAnswer().body()).startsWith("{\"msg\":\"seen\"");
        assertThat(old.readHead().status()).isEqualTo(200);
        held.add(1, quiet);
        for (RawConnection stream : held.subList(3, 6)) {
            stream.readHead();
        }
        halley.publish("public:first", "1");
        halley.close();
        assertThat(held.get(0).readAnswer().body()).isEqualTo("{\"msg\":\"\",\"timestamp\":77}");
        assertThat(held.get(1).readAnswer().body()).isEqualTo("{\"msg\":\"\",\"timestamp\":0}");
        assertThat(held.get(2).readAnswer().body()).isEqualTo("{\"s\":0}");
        for (RawConnection stream : held.subList(3, 6)) {
            while (stream.readBody() != -1) {
                // what was written before
            }
        }
        held.forEach(RawConnection::kill);
        old.kill();
    }

    private static String batch(String channel) {
        List<String> entries = numbers().stream()
                .map(number -> "{\"channel\":\"" + channel + "\",\"data\":\"" + number + "\"}")
                .toList();
        return "[" + String.join(",", entries) + "]";
    }

    private static List<String> numbers() {
        return IntStream.range(0, MANY).mapToObj(i -> "m" + i).toList();
    }

    private static List<RawConnection> readers(List<URI> servers) throws IOException {
        List<RawConnection> readers = new ArrayList<>();
        for (URI server : servers) {
            RawConnection reader = new RawConnection(server);
            reader.get("/classic/messages").readHead();
            readers.add(reader);
            for (int i = 0; i < 4_006; i++) {
                reader.readBody();
            }
        }
        return readers;
    }

    /** What these readers are shown, until all is shown and an event more. */
    private static List<String> shown(List<URI> servers) throws Exception {
        List<String> shown = new ArrayList<>();
        List<RawConnection> readers = readers(servers);
        for (RawConnection reader : readers) {
            reader.patience(Duration.ofMillis(500));
            StringBuilder text = new StringBuilder();
            try {
                for (int b = reader.readBody(); b != -1; b = reader.readBody()) {
                    text.append((char) b);
                }
            } catch (SocketTimeoutException silent) {
                Stream.of(text.toString().split("<br />"))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .forEach(shown::add);
            }
            reader.kill();
        }
        return shown;
    }

    private static void publish(PublisherProcess publisher, String batch) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + publisher.port() + "/v1/batch"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + KEY)
                .POST(HttpRequest.BodyPublishers.ofString(batch))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    private Config config(RedisServer redis) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "HALLEY_STORE", "redis",
                "HALLEY_REDIS_URL", redis.url(),
                "HALLEY_DATA_DIR", folder.toString(),
                "HALLEY_PUBLISH_KEY", KEY,
                "HALLEY_SESSION_SECRET", "s".repeat(48)));
        for (String server : List.of("GATEWAY", "PUBLISHER", "MANAGEMENT")) {
            environment.put("HALLEY_" + server + "_PORT", Integer.toString(FreePorts.next()));
        }
        return Config.read(environment);
    }
}
