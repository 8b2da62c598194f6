package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.GatewayProcess;
import io.halley.publisher.PublisherProcess;
import io.halley.standalone.Await;
import io.halley.store.fixture.RedisServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three gateways and a publisher on one Redis: it does not matter to which one anybody goes. */
@Tag("redis")
@Timeout(90)
class ScaleOutTest {

    private static final String CHANNEL = "channel=chat:x";
    private static final int EACH = 150;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final RedisServer redis = new RedisServer();

    @TempDir
    private Path folder;

    private GatewayProcess a;
    private GatewayProcess b;
    private GatewayProcess c;
    private PublisherProcess publisher;
    private String cookie;

    @BeforeEach
    void start() throws Exception {
        a = new GatewayProcess(ProcessConfig.on(redis, folder));
        b = new GatewayProcess(ProcessConfig.on(redis, folder));
        c = new GatewayProcess(ProcessConfig.on(redis, folder));
        publisher = new PublisherProcess(ProcessConfig.on(redis, folder));
        HttpResponse<String> signedIn = post(url(a), "/v1/session", "{\"user\":\"1\"}", "Accept", "*/*");
        cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        publisher.stop();
        List.of(a, b, c).forEach(GatewayProcess::stop);
        redis.close();
    }

    @Test
    void who_follows_elsewhere_or_joins_late_gets_the_same_and_one_that_ends_disturbs_nobody() throws Exception {
        try (SseStream onB = open(b, "start");
                SseStream onC = open(c, "start")) {
            Future<List<String>> byUser = threads.submit(() -> publish(url(a), "Cookie", cookie));
            Future<List<String>> byBackEnd =
                    threads.submit(() -> publish(url(publisher), "Authorization", "Bearer " + ProcessConfig.KEY));
            List<String> order = ids(onB, EACH);
            try (SseStream late = open(c, order.get(EACH / 2));
                    SseStream later = open(c, "start")) {
                order.addAll(ids(onB, EACH));
                assertThat(order)
                        .doesNotHaveDuplicates()
                        .containsAll(byUser.get())
                        .containsAll(byBackEnd.get());
                assertThat(order).containsSubsequence(byUser.get()).containsSubsequence(byBackEnd.get());
                assertThat(ids(onC, 2 * EACH)).isEqualTo(order);
                assertThat(ids(later, 2 * EACH)).isEqualTo(order);
                assertThat(ids(late, 2 * EACH - EACH / 2 - 1)).isEqualTo(order.subList(EACH / 2 + 1, 2 * EACH));

                b.stop();
                assertThat(onB.nextEvent().type()).isEqualTo("$drain");
                List<String> after = publish(url(a), "Cookie", cookie);
                for (SseStream stream : List.of(onC, late, later)) {
                    assertThat(ids(stream, EACH)).isEqualTo(after);
                    assertThat(stream.lastEventId()).isEqualTo(after.get(EACH - 1));
                }
                assertNothingAfter(after.get(EACH - 1), onC, late, later);
            }
        }
    }

    @Test
    void what_is_read_at_one_gateway_is_told_at_the_others() throws Exception {
        String back = "Bearer " + ProcessConfig.KEY;
        String pushed = post(url(publisher), "/v1/channels/user:1/events", "{\"data\":1}", "Authorization", back)
                .body();
        String id = new JsonObject(pushed).getString("id");
        try (SseStream onB = SseStream.open(url(b), "channel=user:1&cursor=start", "Cookie", cookie)) {
            assertThat(onB.inbox().getInteger("unread")).isEqualTo(1);
            try (RawConnection onC = new RawConnection(url(c))) {
                onC.get("/v1/events?wait=60&channel=user:1&cursor=" + id + "&inbox=", "Cookie", cookie);
                JsonObject inbox =
                        Poll.of(onC.readAnswer().body()).events().get(0).getJsonObject("data");
                String query = "/v1/events?wait=60&channel=user:1&cursor=" + id + "&inbox=";
                onC.get(query + inbox.getString("version"), "Cookie", cookie);

                JsonObject read =
                        new JsonObject(post(url(a), "/v1/inbox/read", "{\"ids\":[\"" + id + "\"]}", "Cookie", cookie)
                                .body());

                JsonObject told = onB.nextEvent().json();
                assertThat(told.getString("type")).isEqualTo("$read");
                assertThat(told.getJsonObject("data").getString("version")).isEqualTo(read.getString("version"));
                assertThat(Poll.of(onC.readAnswer().body()).events().get(0)).isIn(told, asInbox(told));
            }
        }
    }

    /** What a poll is told that came a moment after. */
    private static JsonObject asInbox(JsonObject told) {
        JsonObject state = told.getJsonObject("data").copy();
        state.remove("ids");
        return new JsonObject().put("type", "$inbox").put("data", state);
    }

    @Test
    @Tag("long")
    void a_poll_that_goes_from_gateway_to_gateway_stays_online() throws Exception {
        List<GatewayProcess> gateways = List.of(a, b, c);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(25);
        for (int i = 0; System.nanoTime() < end; i++) {
            try (RawConnection poll = new RawConnection(url(gateways.get(i % 3)))) {
                poll.get("/v1/events?channel=users&client=page&wait=1", "Cookie", cookie);
                assertThat(poll.readAnswer().status()).isEqualTo(200);
            }
        }
        assertThat(presence()).containsExactly("join");
        Await.until("offline", Duration.ofSeconds(20), () -> presence().size() > 1);
        assertThat(presence()).containsExactly("join", "leave");
    }

    private List<String> presence() {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            url(publisher).resolve("/v1/channels/presence/events?cursor=start"))
                    .header("Authorization", "Bearer " + ProcessConfig.KEY)
                    .build();
            return new JsonObject(http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .getJsonArray("events").stream()
                            .map(event -> ((JsonObject) event).getString("type"))
                            .toList();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What comes next is what is published next, and that is all. */
    private void assertNothingAfter(String id, SseStream... streams) throws Exception {
        String path = "/v1/channels/chat:x/events";
        HttpResponse<String> answer =
                post(url(publisher), path, "{\"data\":0}", "Authorization", "Bearer " + ProcessConfig.KEY);
        String last = new JsonObject(answer.body()).getString("id");
        for (SseStream stream : streams) {
            assertThat(ids(stream, 1)).containsExactly(last);
        }
        try (RawConnection poll = new RawConnection(url(c))) {
            poll.get("/v1/events?" + CHANNEL + "&wait=0&cursor=" + id, "Cookie", cookie);
            assertThat(Poll.of(poll.readAnswer().body()).events())
                    .extracting(event -> event.getString("id"))
                    .containsExactly(last);
        }
    }

    /** The session of one gateway holds at every other one. */
    private SseStream open(GatewayProcess gateway, String cursor) throws IOException {
        return SseStream.open(url(gateway), CHANNEL + "&cursor=" + cursor, "Cookie", cookie);
    }

    private List<String> publish(URI server, String header, String value) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            HttpResponse<String> answer =
                    post(server, "/v1/channels/chat:x/events", "{\"data\":" + i + "}", header, value);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            ids.add(new JsonObject(answer.body()).getString("id"));
        }
        return ids;
    }

    /** Of the next events that are in the log. */
    private static List<String> ids(SseStream stream, int count) throws IOException {
        List<String> ids = new ArrayList<>();
        while (ids.size() < count) {
            SseStream.Block block = stream.nextEvent();
            if (!block.type().startsWith("$")) {
                ids.add(block.json().getString("id"));
            } else {
                assertThat(block.type()).isIn("$open", "$caught-up");
            }
        }
        return ids;
    }

    private HttpResponse<String> post(URI server, String path, String json, String header, String value)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .header(header, value)
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static URI url(GatewayProcess gateway) {
        return URI.create("http://127.0.0.1:" + gateway.port());
    }

    private static URI url(PublisherProcess publisher) {
        return URI.create("http://127.0.0.1:" + publisher.port());
    }
}
