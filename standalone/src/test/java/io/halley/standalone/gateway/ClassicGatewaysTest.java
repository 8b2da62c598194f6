package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.GatewayProcess;
import io.halley.publisher.PublisherProcess;
import io.halley.shared.config.Config;
import io.halley.standalone.FreePorts;
import io.halley.store.fixture.RedisServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That it does not matter which gateway a page of old asks. */
@Timeout(90)
class ClassicGatewaysTest {

    private static final String CHAT = "/classic/chat?room=ties";
    private static final String KEY = "k".repeat(24);
    private static final Numbered NUMBERED = new Numbered(300);

    @TempDir
    private Path folder;

    @Test
    @Tag("redis")
    void polls_and_messages_come_once_each_over_two_gateways() throws Exception {
        try (RedisServer redis = new RedisServer()) {
            PublisherProcess publisher = new PublisherProcess(config(redis));
            GatewayProcess one = new GatewayProcess(config(redis));
            GatewayProcess other = new GatewayProcess(config(redis));
            List<URI> both = Stream.of(one, other)
                    .map(gateway -> URI.create("http://127.0.0.1:" + gateway.port()))
                    .toList();
            try {
                publish(publisher, NUMBERED.batch("chat:ties"));
                publish(publisher, NUMBERED.batch("user:classic"));
                Iterator<URI> turns =
                        Stream.iterate(0, i -> 1 - i).map(both::get).iterator();
                assertThat(new ClassicPage(CHAT, turns::next).next(NUMBERED.count()))
                        .isEqualTo(NUMBERED.words());
                assertMessages(both, publisher);
            } finally {
                one.stop();
                other.stop();
                publisher.stop();
            }
        }
    }

    private static void assertMessages(List<URI> gateways, PublisherProcess publisher) throws Exception {
        try (ClassicReaders readers = new ClassicReaders(gateways)) {
            readers.await(NUMBERED.count());
            publish(publisher, "[{\"channel\":\"user:classic\",\"data\":\"last\"}]");
            assertThat(readers.upTo("last")).containsExactlyInAnyOrderElementsOf(NUMBERED.wordsAnd("last"));
        }
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
