package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.GatewayProcess;
import io.halley.publisher.PublisherProcess;
import io.halley.store.fixture.RedisServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That it does not matter which gateway a page of old asks. */
@Timeout(90)
class ClassicGatewaysTest {

    private static final String CHAT = "/classic/chat?room=ties";
    private static final Numbered NUMBERED = new Numbered(300);

    @TempDir
    private Path folder;

    @Test
    @Tag("redis")
    void polls_and_messages_come_once_each_over_two_gateways() throws Exception {
        try (RedisServer redis = new RedisServer()) {
            PublisherProcess publisher = new PublisherProcess(ProcessConfig.on(redis, folder));
            GatewayProcess one = new GatewayProcess(ProcessConfig.on(redis, folder));
            GatewayProcess other = new GatewayProcess(ProcessConfig.on(redis, folder));
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
                .header("Authorization", "Bearer " + ProcessConfig.KEY)
                .POST(HttpRequest.BodyPublishers.ofString(batch))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }
}
