package io.halley.standalone.gateway;

import static io.halley.standalone.gateway.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each rule of subscribing and signing in broken once: a clear answer, and nothing stored. */
@Timeout(60)
class GatewayRulesTest {

    private static final String PUBLISH = "/v1/channels/chat:rules/events";
    private static final String LONG_NAME = "public:" + "x".repeat(194);

    private static RunningHalley halley;
    private static String cookie;

    private record Refusal(String asked, int status, String slug, String shown) {}

    @BeforeAll
    static void start() {
        halley = new RunningHalley();
        cookie = halley.signIn("1");
    }

    /** Whatever was refused in these tests was not stored. */
    @AfterAll
    static void nothing_was_stored() {
        String channels = halley.getAsBackEnd("/v1/channels").body();
        String users = halley.getAsBackEnd("/v1/users").body();
        halley.close();
        assertThat(channels).doesNotContain("chat:", "public:", "user:", "lobby");
        assertThat(users).contains("\"1\"").doesNotContain("intruder");
    }

    @Test
    void a_subscription_that_breaks_a_rule() throws Exception {
        String tooMany =
                IntStream.range(0, 101).mapToObj(i -> "channel=public:" + i).collect(Collectors.joining("&"));
        for (Refusal refusal : List.of(
                new Refusal("", 400, "invalid-channel", "1 to 100"),
                new Refusal(tooMany, 400, "invalid-channel", "101"),
                new Refusal("channel=", 400, "invalid-channel", "channel"),
                new Refusal("channel=lobby", 400, "invalid-channel", "\"lobby\""),
                new Refusal("channel=public:", 400, "invalid-channel", "\"public:\""),
                new Refusal("channel=:x", 400, "invalid-channel", "\":x\""),
                new Refusal("channel=public::x", 400, "invalid-channel", "\"public::x\""),
                new Refusal("channel=public:a%20b", 400, "invalid-channel", "\"public:a b\""),
                new Refusal("channel=public:a+b", 400, "invalid-channel", "\"public:a b\""),
                new Refusal("channel=public:%C3%A9", 400, "invalid-channel", "public:"),
                new Refusal("channel=public:%00%0A", 400, "invalid-channel", "public:"),
                new Refusal("channel=" + LONG_NAME, 400, "invalid-channel", "200"),
                new Refusal("channel=user:a:b", 400, "invalid-user", "\"a:b\""),
                new Refusal("channel=user:" + "u".repeat(65), 400, "invalid-user", "64"),
                new Refusal("channel=public:a&channel=public:a", 400, "invalid-channel", "\"public:a\""),
                new Refusal("channel=public:a&cursor=0.0,0.0", 400, "invalid-cursor", "\"0.0,0.0\""),
                new Refusal("channel=public:a&channel=public:b&cursor=0.0", 400, "invalid-cursor", "2"),
                new Refusal("channel=public:a&cursor=never", 400, "invalid-event-id", "\"never\""),
                new Refusal("channel=public:a&cursor=k3f9x2ab.-1", 400, "invalid-event-id", "\"k3f9x2ab.-1\""),
                new Refusal("channel=public:a&cursor=K3F9X2AB.1", 400, "invalid-event-id", "\"K3F9X2AB.1\""),
                new Refusal("channel=public:a&cursor=k3f9x2ab.9999999999999999", 400, "invalid-event-id", "9999"),
                new Refusal("channel=public:a&cursor=last:0", 400, "invalid-cursor", "\"last:0\""),
                new Refusal("channel=public:a&cursor=last:1000001", 400, "invalid-cursor", "1000000"),
                new Refusal("channel=public:a&wait=301", 400, "invalid-wait", "\"301\""),
                new Refusal("channel=public:a&wait=-1", 400, "invalid-wait", "\"-1\""),
                new Refusal("channel=public:a&wait=soon", 400, "invalid-wait", "\"soon\""),
                new Refusal("channel=public:a&limit=0", 400, "invalid-limit", "\"0\""),
                new Refusal("channel=public:a&limit=1001", 400, "invalid-limit", "\"1001\""),
                new Refusal("channel=public:a&client=a%20b", 400, "invalid-client", "\"a b\""),
                new Refusal("channel=public:a&client=" + "c".repeat(65), 400, "invalid-client", "64"),
                new Refusal("channel=public:a&transport=pigeon", 400, "invalid-transport", "\"pigeon\""),
                new Refusal("channel=public:a&user=a%2Fb", 400, "invalid-user", "\"a/b\""),
                new Refusal("channel=public:%FF", 400, "invalid-channel", "public:"))) {
            String path = "/v1/events?" + refusal.asked();
            for (String accept : List.of("text/event-stream", "application/json")) {
                try (RawConnection connection = new RawConnection(halley.gateway())) {
                    connection.get(path, "Accept", accept, "Cookie", cookie);
                    RawConnection.Answer answer = connection.readAnswer();
                    assertThat(answer.status()).as(path + answer.body()).isEqualTo(refusal.status());
                    assertProblem(answer, refusal.status(), refusal.slug(), refusal.shown());
                    assertThat(connection.get("/v1/session").readAnswer().status())
                            .isEqualTo(200);
                }
            }
        }
    }

    @Test
    void parameters_that_nobody_knows_are_ignored() throws Exception {
        SseStream.open(halley.gateway(), "channel=public:a&r=0.123&lastEventId=&cursor=&_=1")
                .kill();
    }

    @Test
    void paths_and_methods() throws Exception {
        assertProblem(halley.get("/v1/nothing"), 404, "not-found", "/v1/nothing");
        assertProblem(halley.get("/v1/users"), 404, "not-found", "/v1/users");
        assertProblem(halley.post("/v1/batch", "[]"), 404, "not-found", "/v1/batch");
        assertThat(assertNotAllowed("POST", "/v1/events")).isEqualTo("GET");
        assertThat(assertNotAllowed("PUT", "/v1/session")).isEqualTo("DELETE, GET, POST");
        assertThat(assertNotAllowed("GET", PUBLISH)).isEqualTo("POST");
    }

    @Test
    void a_head_of_a_subscription_is_refused_without_a_body() throws Exception {
        try (RawConnection connection = new RawConnection(halley.gateway())) {
            String head = "HEAD /v1/events?channel=public:a HTTP/1.1\r\nHost: localhost\r\n\r\n";
            connection.send(head.getBytes(StandardCharsets.US_ASCII));
            assertThat(connection.readHead().status()).isEqualTo(405);
            assertThat(connection.get("/v1/session").readAnswer().status()).isEqualTo(200);
        }
    }

    @Test
    void sign_in() {
        for (Refusal refusal : List.of(
                new Refusal("", 400, "invalid-body", "empty"),
                new Refusal("{}", 400, "invalid-user", "missing"),
                new Refusal("{\"user\":1}", 400, "invalid-user", "1"),
                new Refusal("{\"user\":\"\"}", 400, "invalid-user", "\"\""),
                new Refusal("{\"user\":\"in truder\"}", 400, "invalid-user", "\"in truder\""),
                new Refusal("{\"user\":\"intruder\",\"admin\":true}", 400, "invalid-field", "\"admin\""),
                new Refusal("{\"user\":\"" + "i".repeat(65) + "\"}", 400, "invalid-user", "64"),
                new Refusal("{\"user\":\"" + "i".repeat(20_000) + "\"}", 413, "too-large", "16384"))) {
            assertProblem(
                    halley.post("/v1/session", refusal.asked()), refusal.status(), refusal.slug(), refusal.shown());
        }
    }

    @Test
    void a_head_that_is_too_long_or_none_at_all() throws Exception {
        assertUnreadable(
                "GET /v1/events?channel=public:" + "x".repeat(17_000) + " HTTP/1.1\r\n",
                414,
                "request-line-too-long",
                "16384");
        assertUnreadable("GET / HTTP/1.1\r\nCookie: " + "x".repeat(17_000) + "\r\n", 431, "headers-too-large", "16384");
        assertUnreadable("GET / HTTP/1.1\r\n" + "X-A: b\r\n".repeat(3_000), 431, "headers-too-large", "most 100");
        assertUnreadable("NONSENSE\r\n", 400, "invalid-request", "HTTP");
    }

    /** What another server in front of this one might understand differently. */
    @Test
    void a_head_that_means_two_things() throws Exception {
        String get = "GET /v1/events?channel=public:a&wait=0 HTTP/1.1\r\n";
        assertUnreadable(get + "Host: a\r\nHost: b\r\n", 400, "invalid-request", "Host");
        assertUnreadable(get + "Host: a\r\nTransfer-Encoding: xchunked\r\n", 400, "invalid-request", "xchunked");
    }

    private static void assertUnreadable(String head, int status, String slug, String shown) throws Exception {
        try (RawConnection connection = new RawConnection(halley.gateway())) {
            connection.send((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
            assertProblem(connection.readAnswer(), status, slug, shown);
        }
    }

    private static String assertNotAllowed(String method, String path) throws Exception {
        HttpResponse<String> answer = send(method, path, "application/json", "{}");
        assertProblem(answer, 405, "method-not-allowed", method);
        return answer.headers().firstValue("Allow").orElse("none");
    }

    private static HttpResponse<String> send(String method, String path, String type, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(halley.gateway().resolve(path))
                .header("Cookie", cookie)
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofString(body))
                .build();
        return halley.http().send(request, BodyHandlers.ofString());
    }
}
