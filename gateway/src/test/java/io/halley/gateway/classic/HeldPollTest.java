package io.halley.gateway.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.transport.Transports;
import io.halley.shared.event.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a poll looks, and when it ends, over a real connection; its clock runs fast. */
final class HeldPollTest {

    // one loop, since all polls of a test share its agenda
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Agenda agenda = new Agenda();
    private final List<String> happened = new CopyOnWriteArrayList<>();
    private final AtomicLong ticks = new AtomicLong();

    /** At which tick one had nothing to say. */
    private final AtomicLong ended = new AtomicLong();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_look_that_throws_or_fails_is_repeated_and_what_else_is_due_happens() throws Exception {
        List<Supplier<Future<Optional<Look.Answer>>>> looks = new ArrayList<>();
        looks.add(() -> {
            throw new IllegalStateException("thrown, as it should be in this test");
        });
        looks.add(() -> Future.failedFuture("failed, as it should in this test"));
        looks.add(() -> found("1"));
        agenda.in(0, () -> {
            throw new IllegalStateException("thrown at its time, as it should be in this test");
        });
        agenda.in(0, () -> happened.add("due"));
        String answer = poll(() -> looks.remove(0).get(), HeldPoll::opened).get(10, TimeUnit.SECONDS);
        assertThat(answer).isEqualTo("1");
        assertThat(looks).isEmpty();
        assertThat(happened()).containsExactly("due", "answered 1");
    }

    @Test
    void the_end_of_its_time_does_not_overtake_the_first_look() throws Exception {
        Promise<Optional<Look.Answer>> slow = Promise.promise();
        String answer = poll(slow::future, poll -> {
                    poll.opened();
                    agenda.in(0, poll::endWithNothing);
                    agenda.in(1, () -> slow.complete(Optional.of(answer("changed"))));
                })
                .get(10, TimeUnit.SECONDS);
        assertThat(answer).isEqualTo("changed");
        assertThat(happened()).containsExactly("answered changed");
    }

    @Test
    void ends_with_nothing_after_a_look_that_found_none_or_one_that_takes_too_long() throws Exception {
        assertThat(poll(() -> Future.succeededFuture(Optional.empty()), poll -> {
                            poll.opened();
                            agenda.in(0, poll::endWithNothing);
                        })
                        .get(10, TimeUnit.SECONDS))
                .isEqualTo("nothing");
        assertThat(poll(() -> Promise.<Optional<Look.Answer>>promise().future(), poll -> {
                            poll.opened();
                            agenda.in(0, poll::endWithNothing);
                        })
                        .get(10, TimeUnit.SECONDS))
                .isEqualTo("nothing");
        assertThat(happened()).isEmpty();
    }

    @Test
    void what_is_found_after_its_end_counts_as_not_written() throws Exception {
        Promise<Optional<Look.Answer>> late = Promise.promise();
        String answer = poll(late::future, poll -> {
                    poll.opened();
                    poll.drain(0);
                    late.complete(Optional.of(answer("late")));
                })
                .get(10, TimeUnit.SECONDS);
        assertThat(answer).isEqualTo("nothing");
        assertThat(happened()).isEmpty();
    }

    @Test
    void one_for_which_there_is_no_room_ends_a_second_later_with_nothing_and_has_not_looked() throws Exception {
        AtomicLong refused = new AtomicLong();
        assertThat(poll(
                                () -> {
                                    happened.add("looked");
                                    return found("1");
                                },
                                poll -> {
                                    refused.set(ticks.get());
                                    poll.refuse(0);
                                })
                        .get(10, TimeUnit.SECONDS))
                .isEqualTo("nothing");
        assertThat(happened()).isEmpty();
        assertThat(ended.get() - refused.get()).isGreaterThanOrEqualTo(1_000 / Transports.TICK_MS);
    }

    /** What has happened by the end of the turn that wrote the answer: its client may have it before. */
    private List<String> happened() throws Exception {
        CompletableFuture<List<String>> then = new CompletableFuture<>();
        vertx.runOnContext(turn -> then.complete(happened));
        return then.get(10, TimeUnit.SECONDS);
    }

    private Future<Optional<Look.Answer>> found(String json) {
        return Future.succeededFuture(Optional.of(answer(json)));
    }

    private Look.Answer answer(String json) {
        return new Look.Answer(json, () -> happened.add("answered " + json));
    }

    private CompletableFuture<String> poll(Supplier<Future<Optional<Look.Answer>>> looks, Consumer<HeldPoll> begin)
            throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(http -> begin.accept(poll(http, looks)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + "/");
        return HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .thenApply(response -> response.body());
    }

    private HeldPoll poll(HttpServerRequest http, Supplier<Future<Optional<Look.Answer>>> looks) {
        vertx.setPeriodic(2, tick -> {
            ticks.incrementAndGet();
            agenda.tick();
        });
        return new HeldPoll(http, List.of(new Channel("chat:a")), agenda, Long.MAX_VALUE, new Look() {
            @Override
            public Future<Optional<Answer>> answer() {
                return looks.get();
            }

            @Override
            public String nothing() {
                ended.set(ticks.get());
                return "nothing";
            }
        });
    }
}
