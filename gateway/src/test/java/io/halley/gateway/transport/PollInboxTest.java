package io.halley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.Events;
import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.subscription.Connection;
import io.halley.gateway.subscription.Subscriber;
import io.halley.gateway.subscription.Subscriber.State;
import io.halley.gateway.subscription.Subscription;
import io.halley.shared.event.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a poll is answered by what is said of its user's inbox, over HTTP, with a hub that does what the test says. */
final class PollInboxTest {

    private static final OwnEvent INBOX = OwnEvent.inbox(new JsonObject().put("version", "2.0-0.0"));
    private static final OwnEvent READ = OwnEvent.read(new JsonObject().put("version", "3.0-0.0"));
    /** For transports that listen to none. */
    private static final Commands NO_COMMANDS =
            (message, subscription) -> Future.failedFuture("no command is expected");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void one_that_knows_another_version_reads_first_and_takes_it_along() throws Exception {
        CompletableFuture<Boolean> wantsMore = new CompletableFuture<>();
        JsonObject answer = poll("&inbox=1.0-0.0", poll -> {
            Connection connection = poll.connection();
            assertThat(connection.isWritable()).as("reads before it knows").isFalse();
            connection.tell(INBOX, "2.0-0.0");
            assertThat(connection.isWritable()).isTrue();
            read(poll);
            connection.write(poll.takeTurn(), false);
            wantsMore.complete(connection.wantsInbox());
        });

        assertThat(types(answer)).containsExactly("message", "message", "message", "$inbox");
        assertThat(wantsMore.get(5, TimeUnit.SECONDS)).as("once answered").isFalse();
        assertThat(answer.getString("cursor")).isEqualTo("aaaaaaaa.3");
    }

    @Test
    void one_that_finds_no_event_is_answered_all_the_same_if_the_version_is_another() throws Exception {
        JsonObject answer = poll("&inbox=", poll -> {
            poll.connection().tell(INBOX, "2.0-0.0");
            catchUp(poll);
            poll.connection().write(List.of(), true);
        });

        assertThat(types(answer)).containsExactly("$inbox");
        assertThat(answer.getString("cursor")).isEqualTo("0.0");
    }

    @Test
    void one_that_knows_the_version_is_held_until_something_is_read() throws Exception {
        JsonObject answer = poll("&inbox=2.0-0.0", poll -> {
            Connection connection = poll.connection();
            connection.tell(INBOX, "2.0-0.0");
            catchUp(poll);
            connection.write(List.of(), true);
            connection.tell(INBOX, "2.0-0.0");
            // what the turn has brought is behind the cursor already
            read(poll);
            connection.tell(READ, "3.0-0.0");
        });

        assertThat(types(answer)).containsExactly("message", "message", "message", "$read");
        assertThat(answer.getString("cursor")).isEqualTo("aaaaaaaa.3");
    }

    @Test
    void one_that_does_not_want_to_know_is_answered_only_when_something_is_read() throws Exception {
        JsonObject answer = poll("", poll -> {
            Connection connection = poll.connection();
            assertThat(connection.isWritable()).isTrue();
            assertThat(connection.wantsInbox()).isFalse();
            catchUp(poll);
            connection.write(List.of(), true);
            connection.tell(READ, "3.0-0.0");
        });

        assertThat(types(answer)).containsExactly("$read");
    }

    private static void catchUp(Subscription subscription) {
        subscription.subscribers().forEach(subscriber -> subscriber.become(State.LIVE));
        assertThat(subscription.catchUp()).isTrue();
    }

    private static void read(Subscription poll) {
        Subscriber subscriber = poll.subscribers().get(0);
        subscriber.take(Events.frame(subscriber.channel().name(), 3));
    }

    private static List<String> types(JsonObject answer) {
        return answer.getJsonArray("events").stream()
                .map(event -> ((JsonObject) event).getString("type"))
                .toList();
    }

    private JsonObject poll(String query, Consumer<Subscription> script) throws Exception {
        Router router = Router.router(vertx);
        Transports transports =
                new Transports(ScriptedHub.opening(script), NO_COMMANDS, new SimpleMeterRegistry(), bytes -> {});
        router.get("/")
                .handler(context -> transports.hold(
                        context.request(),
                        SubscribeRequest.of(context).from(new UserId("1")),
                        Long.MAX_VALUE,
                        () -> () -> {}));
        int port = Loopback.listen(vertx, new HttpServerOptions(), router);
        URI uri = URI.create("http://127.0.0.1:" + port + "/?channel=user:1&cursor=0.0" + query);
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
        return new JsonObject(http.send(request, BodyHandlers.ofString()).body());
    }
}
