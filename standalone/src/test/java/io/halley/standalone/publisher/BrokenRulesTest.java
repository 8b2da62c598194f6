package io.halley.standalone.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.halley.standalone.publisher.PublisherUnderTest.Answer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of the publisher's interface, broken once: a clear refusal, and nothing stored. */
final class BrokenRulesTest {

    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final String LOBBY = "/v1/channels/chat:lobby/events";

    @TempDir
    private static Path folder;

    private static PublisherUnderTest publisher;

    @BeforeAll
    static void start() {
        publisher = new PublisherUnderTest(folder);
    }

    @AfterAll
    static void stop() {
        publisher.close();
    }

    static Stream<Arguments> bodies() {
        String large = "\"" + "x".repeat(65_535) + "\"";
        String deep = "[".repeat(1001) + "]".repeat(1001);
        return Stream.of(
                // the name
                arguments("/v1/channels/lobby/events", JSON, "{\"data\":1}", 400, "invalid-channel"),
                arguments("/v1/channels/chat:/events", JSON, "{\"data\":1}", 400, "invalid-channel"),
                arguments("/v1/channels/chat:a%20b/events", JSON, "{\"data\":1}", 400, "invalid-channel"),
                arguments("/v1/channels/chat:%FF/events", JSON, "{\"data\":1}", 400, "invalid-channel"),
                arguments("/v1/channels/-a:b/events", JSON, "{\"data\":1}", 400, "invalid-channel"),
                arguments(
                        "/v1/channels/a:" + "b".repeat(199) + "/events", JSON, "{\"data\":1}", 400, "invalid-channel"),
                arguments("/v1/channels/user:" + "b".repeat(65) + "/events", JSON, "{\"data\":1}", 400, "invalid-user"),
                arguments("/v1/channels/user:a:b/events", JSON, "{\"data\":1}", 400, "invalid-user"),
                arguments("/v1/channels/clock/events", JSON, "{\"data\":1}", 403, "forbidden"),
                arguments("/v1/channels/presence/events", JSON, "{\"data\":1}", 403, "forbidden"),
                // the body
                arguments(LOBBY, JSON, "", 400, "invalid-body"),
                arguments(LOBBY, JSON, "{", 400, "invalid-body"),
                arguments(LOBBY, JSON, "[1]", 400, "invalid-body"),
                arguments(LOBBY, JSON, "{\"data\":1} x", 400, "invalid-body"),
                arguments(LOBBY, JSON, "{\"data\":" + deep + "}", 400, "invalid-body"),
                arguments(LOBBY, JSON, "{\"data\":" + "1".repeat(1001) + "}", 400, "invalid-body"),
                arguments(LOBBY, JSON, "{\"data\":1,\"from\":\"alice\"}", 400, "invalid-field"),
                arguments(LOBBY, JSON, "{\"data\":1,\"data\":2}", 400, "invalid-field"),
                arguments(LOBBY, JSON, "{\"type\":\"a\"}", 400, "invalid-data"),
                arguments(LOBBY + "?type=a", JSON, "{\"a\":", 400, "invalid-data"),
                arguments(LOBBY + "?type=a", JSON, "1 2", 400, "invalid-data"),
                arguments(LOBBY + "?type=a", JSON, deep, 400, "invalid-data"),
                arguments(LOBBY + "?type=", JSON, "1", 400, "invalid-type"),
                arguments(LOBBY + "?type=a&type=b", JSON, "1", 400, "invalid-type"),
                arguments(LOBBY + "?type=%24open", JSON, "1", 400, "invalid-type"),
                arguments(LOBBY, JSON, "{\"type\":\"error\",\"data\":1}", 400, "invalid-type"),
                arguments(LOBBY, JSON, "{\"type\":7,\"data\":1}", 400, "invalid-type"),
                arguments(LOBBY, JSON, "{\"data\":" + large + "}", 413, "too-large"),
                arguments(LOBBY, "text/plain", "x".repeat(65_535), 413, "too-large"),
                arguments(LOBBY, JSON, " ".repeat(262_145), 413, "too-large"),
                arguments(LOBBY, "application/x-www-form-urlencoded", "{\"data\":1}", 415, "unsupported-media-type"),
                arguments(LOBBY, "multipart/form-data; boundary=x", "--x", 415, "unsupported-media-type"),
                arguments(LOBBY, JSON + "; charset=utf-16", "{\"data\":1}", 415, "unsupported-media-type"),
                // batch
                arguments("/v1/batch", JSON, "", 400, "invalid-body"),
                arguments("/v1/batch", JSON, "{}", 400, "invalid-body"),
                arguments("/v1/batch", JSON, "[]", 400, "invalid-body"),
                arguments("/v1/batch", JSON, "[1", 400, "invalid-body"),
                arguments("/v1/batch", JSON, "[{\"channel\":\"chat:a\",\"data\":1}]]", 400, "invalid-body"),
                arguments("/v1/batch", NDJSON, "\n\n", 400, "invalid-body"),
                arguments("/v1/batch", JSON, "[" + "1,".repeat(1000) + "1]", 413, "too-large"),
                arguments("/v1/batch", NDJSON, "1\n".repeat(1001), 413, "too-large"),
                arguments("/v1/batch", JSON, " ".repeat(1_048_577), 413, "too-large"),
                arguments("/v1/batch", "text/plain", "[]", 415, "unsupported-media-type"),
                // push
                arguments("/v1/push", JSON, "{\"url\":\"x.de\"}", 400, "invalid-to"),
                arguments("/v1/push", JSON, "{\"to\":[],\"url\":\"x.de\"}", 400, "invalid-to"),
                arguments("/v1/push", JSON, "{\"to\":\"some\",\"url\":\"x.de\"}", 400, "invalid-to"),
                arguments("/v1/push", JSON, "{\"to\":null,\"url\":\"x.de\"}", 400, "invalid-to"),
                arguments("/v1/push", JSON, "{\"to\":[1],\"url\":\"x.de\"}", 400, "invalid-to"),
                arguments("/v1/push", JSON, "{\"to\":[\"a b\"],\"url\":\"x.de\"}", 400, "invalid-user"),
                arguments("/v1/push", JSON, "{\"to\":" + users(1001) + ",\"url\":\"x.de\"}", 400, "invalid-to"),
                arguments("/v1/push", JSON, "{\"to\":\"all\"}", 400, "invalid-url"),
                arguments("/v1/push", JSON, "{\"to\":\"all\",\"url\":1}", 400, "invalid-url"),
                arguments("/v1/push", JSON, "{\"to\":\"all\",\"url\":\"javascript:alert(1)\"}", 400, "invalid-url"),
                arguments("/v1/push", JSON, push("x".repeat(2042), ""), 400, "invalid-url"),
                arguments("/v1/push", JSON, push("x.de", "x".repeat(201)), 400, "invalid-title"),
                arguments("/v1/push", JSON, push("x.de", "a\\nb"), 400, "invalid-title"),
                arguments("/v1/push", JSON, "{\"to\":\"all\",\"url\":\"x.de\",\"user\":1}", 400, "invalid-field"),
                arguments("/v1/push", JSON, " ".repeat(131_073), 413, "too-large"),
                arguments("/v1/push", "text/plain", "{}", 415, "unsupported-media-type"));
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                arguments("GET", "/v1/nothing", 404, "not-found"),
                arguments("GET", "/nothing", 404, "not-found"),
                arguments("GET", "/v1/batch", 405, "method-not-allowed"),
                arguments("PUT", LOBBY, 405, "method-not-allowed"),
                arguments("POST", "/docs", 405, "method-not-allowed"),
                arguments("GET", "/v1/users/nobody", 404, "not-found"),
                arguments("GET", "/v1/users/a%20b", 400, "invalid-user"),
                arguments("GET", "/v1/users?online=yes", 400, "invalid-online"),
                arguments("GET", "/v1/users?limit=0", 400, "invalid-limit"),
                arguments("GET", "/v1/users?limit=1001", 400, "invalid-limit"),
                arguments("GET", "/v1/users?limit=ten", 400, "invalid-limit"),
                arguments("GET", "/v1/users?prefix=%C3%A9", 400, "invalid-prefix"),
                arguments("GET", "/v1/users?after=a%0Ab", 400, "invalid-after"),
                arguments("GET", "/v1/channels?prefix=" + "a".repeat(201), 400, "invalid-prefix"),
                arguments("GET", "/v1/channels/nope", 400, "invalid-channel"),
                arguments("GET", "/v1/channels/chat:none", 404, "not-found"),
                arguments("GET", "/v1/channels/clock", 404, "not-found"),
                arguments("DELETE", "/v1/channels/chat:none", 404, "not-found"),
                arguments("DELETE", "/v1/channels/clock", 404, "not-found"),
                arguments("GET", "/v1/channels/clock/events", 404, "not-found"),
                arguments("GET", LOBBY + "?cursor=yesterday", 400, "invalid-event-id"),
                arguments("GET", LOBBY + "?cursor=last:0", 400, "invalid-cursor"),
                arguments("GET", LOBBY + "?cursor=", 400, "invalid-event-id"),
                arguments("GET", LOBBY + "?cursor=0.0,0.0", 400, "invalid-event-id"),
                arguments("GET", LOBBY + "?limit=1001", 400, "invalid-limit"),
                arguments("GET", LOBBY + "?wait=31", 400, "invalid-wait"),
                arguments("GET", LOBBY + "?wait=-1", 400, "invalid-wait"),
                arguments("GET", "/v1/receipts", 400, "invalid-of"),
                arguments("GET", "/v1/receipts?of=1", 400, "invalid-of"),
                arguments("GET", "/v1/receipts?of=1/x", 400, "invalid-event-id"),
                arguments("GET", "/v1/receipts?of=-/aaaaaaaa.1", 400, "invalid-user"),
                arguments("GET", "/v1/users/1/inbox?state=new", 400, "invalid-state"),
                arguments("GET", "/v1/users/1/inbox?after=start", 400, "invalid-after"),
                arguments("GET", "/v1/users/1/inbox?after=0.0", 400, "invalid-cursor"),
                arguments("POST", "/v1/gateways", 405, "method-not-allowed"),
                arguments("GET", "/v1/users?x=" + "a".repeat(16_400), 414, "request-line-too-long"));
    }

    @ParameterizedTest
    @MethodSource
    void bodies(String path, String contentType, String body, int status, String slug) {
        HttpRequest.Builder request =
                publisher.request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body));

        assertRefused(publisher.send(request), status, slug);
    }

    @ParameterizedTest
    @MethodSource
    void requests(String method, String path, int status, String slug) {
        assertRefused(publisher.send(publisher.request(path).method(method, BodyPublishers.noBody())), status, slug);
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                arguments("Idempotency-Key", "a b", 400, "invalid-idempotency-key"),
                arguments("Idempotency-Key", "a\tb", 400, "invalid-idempotency-key"),
                arguments("Idempotency-Key", "x".repeat(201), 400, "invalid-idempotency-key"),
                arguments("Authorization", "Bearer wrong", 401, "unauthorized"),
                arguments("Authorization", "Bearer " + PublisherUnderTest.KEY + "x", 401, "unauthorized"),
                arguments("Authorization", "Bearer", 401, "unauthorized"),
                arguments("Authorization", "Basic " + PublisherUnderTest.KEY, 401, "unauthorized"),
                arguments("Authorization", PublisherUnderTest.KEY, 401, "unauthorized"),
                arguments("X-Large", "x".repeat(16_400), 431, "headers-too-large"));
    }

    @ParameterizedTest
    @MethodSource
    void headers(String name, String value, int status, String slug) {
        for (String path : new String[] {LOBBY + "?type=a", "/v1/batch", "/v1/push"}) {
            HttpRequest.Builder request = publisher
                    .request(path)
                    .header("Content-Type", JSON)
                    .setHeader(name, value)
                    .POST(BodyPublishers.ofString("{\"to\":\"all\",\"url\":\"x.de\"}"));

            assertRefused(publisher.send(request), status, slug);
        }
    }

    private static void assertRefused(Answer answer, int status, String slug) {
        assertThat(answer.response().body()).doesNotContain("Exception", "io.halley", "\tat ");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.slug()).isEqualTo(slug);
        assertThat(answer.json().getInteger("status")).isEqualTo(status);
        assertThat(answer.json().getString("detail")).isNotBlank();
        assertThat(publisher.get("/docs").response().body()).contains("<code>" + slug + "</code>");
        assertThat(publisher.get("/v1/channels").json())
                .as("nothing stored")
                .isEqualTo(new JsonObject("{\"channels\":[],\"next\":null}"));
    }

    private static String push(String url, String title) {
        return "{\"to\":\"all\",\"url\":\"" + url + "\",\"title\":\"" + title + "\"}";
    }

    private static String users(int count) {
        StringBuilder users = new StringBuilder("[\"u0\"");
        for (int i = 1; i < count; i++) {
            users.append(",\"u").append(i).append('"');
        }
        return users.append(']').toString();
    }
}
