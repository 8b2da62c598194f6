package io.halley.standalone.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.publisher.PublisherUnderTest.Answer;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask a publisher, and what it answers while there is no store. */
final class PublisherTest {

    @AutoClose
    private final PublisherUnderTest publisher;

    PublisherTest(@TempDir Path folder) {
        this.publisher = new PublisherUnderTest(folder);
    }

    @Test
    void without_a_store_everything_is_503_and_afterwards_goes_on() {
        publisher.post("/v1/channels/chat:a/events", "{\"data\":1}");
        publisher.stopStore();

        for (Answer answer : List.of(
                publisher.post("/v1/channels/chat:a/events", "{\"data\":2}"),
                publisher.post(
                        "/v1/batch", "[{\"channel\":\"chat:a\",\"data\":2},{\"channel\":\"chat:b\",\"data\":2}]"),
                publisher.post("/v1/push", "{\"to\":[\"1\"],\"url\":\"x.de\"}"),
                publisher.post("/v1/push", "{\"to\":\"online\",\"url\":\"x.de\"}"),
                publisher.post("/v1/push", "{\"to\":\"all\",\"url\":\"x.de\"}"),
                publisher.get("/v1/users"),
                publisher.get("/v1/users/1"),
                publisher.get("/v1/channels"),
                publisher.get("/v1/channels/chat:a"),
                publisher.delete("/v1/channels/chat:a"),
                publisher.get("/v1/channels/chat:a/events"))) {
            assertThat(answer.status()).as(answer.response().uri().toString()).isEqualTo(503);
            assertThat(answer.slug()).isEqualTo("unavailable");
            assertThat(answer.header("Retry-After")).isEqualTo("2");
        }
        assertThat(publisher.get("/").status()).isEqualTo(200);
        assertThat(publisher.count("halley_publishes", "outcome", "unavailable"))
                .isEqualTo(5);

        publisher.startStore();
        assertThat(publisher.post("/v1/channels/chat:a/events", "{\"data\":3}").status())
                .isEqualTo(201);
        assertThat(publisher.get("/v1/channels/chat:a/events").list("events")).hasSize(2);
    }

    @Test
    void only_the_pages_are_open_to_everybody() {
        for (String path : List.of("/v1/users", "/v1/nothing", "/v1", "/v1/channels/chat:a/events")) {
            Answer answer = publisher.send(HttpRequest.newBuilder(publisher.uri(path)));
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer ");
        }
        for (String path :
                List.of("/", "/docs", "/openapi.yaml", "/halley.css", "/favicon.svg", "/console/console.js")) {
            Answer answer = publisher.send(HttpRequest.newBuilder(publisher.uri(path)));
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
        }
        assertThat(publisher
                        .send(publisher
                                .request("/v1/users")
                                .setHeader("Authorization", "bearer " + PublisherUnderTest.KEY))
                        .status())
                .isEqualTo(200);
        assertThat(publisher.get("/v1/users").header("Cache-Control")).isEqualTo("no-store");
    }
}
